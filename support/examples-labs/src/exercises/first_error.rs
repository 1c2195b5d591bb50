//! A parallel iterator that stops at an error.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use rayon::ThreadPoolBuilder;

use crate::{
    Calls, Given, Inputs, Inside, Meeting, Refusal, Verdict, counts_to_try, each_step_late, ensure,
    ensure_results, ensure_sevens, if_it_stands_still, it_may_stand_still, result, results_of,
    sort_those_of_equals, special_inputs,
};

/// Where to read more.
pub const PAGE: &str = "rayon/fallible";

type Answer = fn(numbers: &[u32], work: Work) -> Result<Vec<u64>, String>;
type Work = fn(u32) -> Result<u64, String>;

static CALLS: Calls = Calls::new();
static ENDED: Meeting = Meeting::new();
static ROUND: Given<Round> = Given::new();
/// The errors that the calls have returned.
static ERRORS: Mutex<Vec<String>> = Mutex::new(Vec::new());
static ANSWER: Given<Answer> = Given::new();
static INSIDE: Inside<Result<Vec<u64>, String>> = Inside::new();
/// Some call has begun.
static BEGUN: AtomicBool = AtomicBool::new(false);
/// The places of the numbers with which each thread has begun.
static FIRST: Mutex<Vec<usize>> = Mutex::new(Vec::new());
/// The call that was to fail has done so.
static FAILED: AtomicBool = AtomicBool::new(false);
/// How many calls began after that.
static LATE: AtomicUsize = AtomicUsize::new(0);
/// Enough calls that the threads don't make half of them before they learn of the error.
const MANY: usize = 1000;
/// Of this many calls, each of Rayon's threads must have a share.
const A_FEW: usize = 48;
const THREADS: usize = 4;
/// Other sizes of a pool, so that it shows if the parts are as many as in one of them.
const OTHERS: [usize; 3] = [5, 7, 8];
/// Some wrong answers have the right order at times.
const ROUNDS: usize = 20;

/// Which of the calls with which the threads begin fails.
#[derive(Clone, Copy, PartialEq)]
enum At {
    TheFront,
    TheBack,
}

struct Round {
    at: At,
    /// The place of each number.
    places: Vec<usize>,
    /// Its call ends after another.
    first: u32,
    /// How many of the first calls meet in pairs.
    pairs: usize,
    /// How many threads must meet.
    threads: usize,
    /// The calls for these fail, with an error that has words or not.
    bad: Vec<u32>,
    words: bool,
}

impl Default for Round {
    fn default() -> Self {
        Self {
            at: At::TheFront,
            places: Vec::new(),
            first: 0,
            pairs: 0,
            threads: 0,
            bad: Vec::new(),
            words: true,
        }
    }
}

/// Grades `all_or_error`.
pub fn grade(answer: Answer) -> Verdict {
    let pool = |threads| {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("there is room for a few threads")
    };
    let mut inputs = Inputs::new(0);
    pool(THREADS).install(|| {
        let own = counts_to_try(5, 20_000);
        let mut counts = [100, 130, A_FEW, 77].repeat(ROUNDS / 4);
        counts.extend([17, 2, 1, 0, 1009, 3001]);
        for count in counts.iter().chain(&own) {
            all_succeed(answer, numbers(&mut inputs, *count))?;
        }
        let sevens = answer(&[5, 3, 4], |_| Ok(7)).unwrap_or_default();
        ensure_sevens("all_or_error", &sevens)?;
        let special = special_inputs().into_iter().map(|number| number as u32);
        all_succeed(answer, special.collect())?;
        one_fails_early(answer, &mut inputs, At::TheFront)?;
        one_fails_early(answer, &mut inputs, At::TheBack)?;
        if_it_stands_still(|| CALLS.never_met(2, "calls", "all_or_error"));
        // A call that fails is the only one, or one of many, or all fail, the first two at the same time.
        for (count, bad) in [(100, 1), (100, 3), (A_FEW, A_FEW), (20, 20), (1, 1)] {
            some_fail(answer, &mut inputs, count, bad, true)?;
        }
        for count in own {
            some_fail(answer, &mut inputs, count, 1, true)?;
        }
        some_fail(answer, &mut inputs, 30, 1, false)?;
        it_may_stand_still();
        each_step_late(|| first_fails(answer, &mut inputs))
    })?;
    for threads in OTHERS {
        pool(threads).install(|| all_succeed(answer, numbers(&mut inputs, A_FEW)))?;
    }
    one_inside_another(answer)
}

/// The first or the last call of `work` calls the answer for other numbers.
fn one_inside_another(answer: Answer) -> Verdict {
    ANSWER.set(answer);
    let says = "while `all_or_error` was under way, `work` called it for other numbers, and one of those failed: the \
                two calls share something, and one has got a result of the other, or was stopped by its error";
    let numbers = |calls| Vec::from_iter((7..).take(calls));
    let outer = |calls| call(answer, &numbers(calls), Round::default(), calls_the_answer);
    INSIDE.during("all_or_error", outer, |calls, outer, inner| {
        let right = outer?.is_ok_and(|got| got.into_iter().eq((7..).take(calls)))
            && inner.is_none_or(|inner| inner == Err(error(5)));
        ensure(right, "outlives_the_call", says)
    })?;
    INSIDE.many("all_or_error", many_deep)
}

/// Makes a call in which there may be another, and so on.
fn many_deep() -> bool {
    let work = |number| match number {
        8 if !INSIDE.goes_deeper(many_deep) => Err("a call inside of it was wrong".into()),
        _ => Ok(number.into()),
    };
    ANSWER.get()(&[7, 8, 9], work) == Ok(vec![7, 8, 9])
}

fn calls_the_answer(number: u32) -> Result<u64, String> {
    enter(number);
    INSIDE
        .begins(|| ANSWER.get()(&[4, 5], |number| if number == 5 { Err(error(5)) } else { Ok(4) }));
    Ok(number.into())
}

fn call(
    answer: Answer,
    numbers: &[u32],
    round: Round,
    work: Work,
) -> Result<Result<Vec<u64>, String>, Refusal> {
    CALLS.forget();
    ENDED.reset();
    errors().clear();
    let first = numbers.first().copied().unwrap_or(0);
    ROUND.set(Round { first, ..round });
    let got = answer(numbers, work);
    CALLS.all_on_rayon()?;
    Ok(got)
}

fn errors() -> MutexGuard<'static, Vec<String>> {
    ERRORS.lock().unwrap_or_else(PoisonError::into_inner)
}

fn first() -> MutexGuard<'static, Vec<usize>> {
    FIRST.lock().unwrap_or_else(PoisonError::into_inner)
}

fn enter(number: u32) {
    CALLS.enter(format_args!("number {number}"));
}

fn error(number: u32) -> String {
    if ROUND.get().words { format!(" No room\n for {number}. \n") } else { String::new() }
}

fn numbers(inputs: &mut Inputs, count: usize) -> Vec<u32> {
    inputs.numbers(count).into_iter().map(|number| number as u32).collect()
}

fn all_succeed(answer: Answer, numbers: Vec<u32>) -> Verdict {
    let count = numbers.len();
    // A few calls may well be one part.
    let (pairs, threads) = match count {
        ..A_FEW => (0, 0),
        100..2000 => (count / 4, 0),
        _ => (0, rayon::current_num_threads()),
    };
    if_it_stands_still(move || match threads {
        0 => CALLS.never_met(2, "calls", "all_or_error"),
        all => CALLS.threads_never_met(all, "calls", "all_or_error"),
    });
    let round = Round { pairs, threads, ..Round::default() };
    let mut got = call(answer, &numbers, round, succeeds)?.map_err(|error| {
        let says = format!("no call failed, and `all_or_error` returned the error {error:?}");
        Refusal::new("wrong_results", says)
    })?;
    CALLS.ensure_each_once(numbers.iter().map(|number| format!("number {number}")), "lost_item")?;
    sort_those_of_equals(&numbers, &mut got);
    let expected = results_of(&numbers, |number| result(number.into()));
    let says = "no call failed, and what `all_or_error` returned is not what the calls returned";
    ensure_results(&got, &expected, "numbers", says)
}

/// The first number's call ends after another, so results in the order of their ends are out of order.
fn succeeds(number: u32) -> Result<u64, String> {
    let round = ROUND.get();
    enter(number);
    CALLS.meet_in_pairs(round.pairs);
    if round.threads > 0 {
        CALLS.pool_meets();
    }
    thread::yield_now(); // The other threads get a share of the calls, even on one CPU.
    if number == round.first && round.pairs + round.threads > 0 {
        ENDED.come(2);
    } else {
        ENDED.comes();
    }
    CALLS.leave(format_args!("number {number}"));
    Ok(result(number.into()) + CALLS.before(number))
}

/// One of the first calls fails. The order in which Rayon shares out the numbers is luck, so it may take several tries
/// until one of the first calls is near the back.
fn one_fails_early(answer: Answer, inputs: &mut Inputs, at: At) -> Verdict {
    if_it_stands_still(|| CALLS.threads_never_met(THREADS, "calls", "all_or_error"));
    for _ in 0..ROUNDS {
        first().clear();
        FAILED.store(false, SeqCst);
        LATE.store(0, SeqCst);
        let order = inputs.order(MANY);
        let mut places = order.clone();
        order.iter().enumerate().for_each(|(place, number)| places[*number] = place);
        let numbers: Vec<u32> = order.into_iter().map(|number| number as u32).collect();
        let got = call(answer, &numbers, Round { at, places, ..Round::default() }, fails)?;
        if FAILED.load(SeqCst) {
            judge_error(got)?;
            let late = LATE.load(SeqCst);
            let says =
                format!("more than half of {MANY} calls began after one of the first had failed");
            return ensure(late < MANY / 2, "goes_on", says);
        }
    }
    Ok(())
}

fn some_fail(
    answer: Answer,
    inputs: &mut Inputs,
    count: usize,
    bad: usize,
    words: bool,
) -> Verdict {
    let numbers = numbers(inputs, count);
    let bad: Vec<u32> = inputs.order(count).into_iter().take(bad).map(|at| numbers[at]).collect();
    let round = Round { bad, words, ..Round::default() };
    judge_error(call(answer, &numbers, round, may_fail)?)
}

/// The call that begins first fails, and what comes then makes no error of its own.
fn first_fails(answer: Answer, inputs: &mut Inputs) -> Verdict {
    BEGUN.store(false, SeqCst);
    judge_error(call(answer, &numbers(inputs, 16), Round::default(), fails_if_first)?)
}

fn fails_if_first(number: u32) -> Result<u64, String> {
    enter(number);
    let is_first = !BEGUN.swap(true, SeqCst);
    CALLS.leave(format_args!("number {number}"));
    if is_first {
        errors().push(error(number));
        return Err(error(number));
    }
    Ok(result(number.into()))
}

fn judge_error(got: Result<Vec<u64>, String>) -> Verdict {
    let Err(error) = got else {
        let says = "a call failed, and `all_or_error` returned no error";
        return Err(Refusal::new("succeeds_anyway", says));
    };
    let returned = errors();
    let first = returned.first().cloned().unwrap_or_default();
    let says = match returned.len() {
        // How many are put together depends on who was faster.
        2.. => {
            "several calls returned an error, and `all_or_error` returned none of these as it is"
                .into()
        }
        _ => format!("a call returned the error {first:?}, and `all_or_error` returned {error:?}"),
    };
    ensure(returned.contains(&error), "wrong_error", says)
}

/// Each thread has begun with a call. One of these fails. The others take long, so that all threads learn of the error
/// before many calls are made, however the system shares out its processors.
fn fails(number: u32) -> Result<u64, String> {
    enter(number);
    if FAILED.load(SeqCst) {
        LATE.fetch_add(1, SeqCst);
    }
    let round = ROUND.get();
    let place = round.places[number as usize];
    if CALLS.met() < THREADS {
        first().push(place);
    }
    CALLS.threads_meet(THREADS);
    let fails = match round.at {
        At::TheFront => first().iter().min().filter(|place| **place < MANY / 4).copied(),
        At::TheBack => first().iter().max().filter(|place| **place > MANY * 2 / 3).copied(),
    };
    let this_fails = fails == Some(place);
    if this_fails {
        errors().push(error(number));
        FAILED.store(true, SeqCst);
    } else if fails.is_some() {
        thread::sleep(Duration::from_millis(1));
    }
    CALLS.leave(format_args!("number {number}"));
    if this_fails { Err(error(number)) } else { Ok(result(number.into())) }
}

fn may_fail(number: u32) -> Result<u64, String> {
    enter(number);
    if ROUND.get().bad.len() == A_FEW {
        CALLS.meet(2);
    }
    CALLS.leave(format_args!("number {number}"));
    if ROUND.get().bad.contains(&number) {
        errors().push(error(number));
        return Err(error(number));
    }
    Ok(result(number.into()))
}
