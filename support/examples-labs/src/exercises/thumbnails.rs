//! From a sequential to a parallel iterator, with the results in order.

use std::thread;

use rayon::ThreadPoolBuilder;

use crate::{
    Calls, Given, Inputs, Inside, Meeting, Verdict, counts_to_try, ensure, ensure_results,
    ensure_sevens, if_it_stands_still, result, results_of, sort_those_of_equals, special_inputs,
};

/// Where to read more.
pub const PAGE: &str = "rayon/squares";

type Answer = fn(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64>;

static ANSWER: Given<Answer> = Given::new();
static INSIDE: Inside<Vec<u64>> = Inside::new();
static CALLS: Calls = Calls::new();
static ENDED: Meeting = Meeting::new();
static ROUND: Given<Round> = Given::new();
/// Some wrong answers have the right order at times.
const ROUNDS: usize = 40;

/// This many calls must be shared out.
const A_DOZEN: usize = 12;
/// Of this many, each of Rayon's threads must have a share.
const DOZENS: usize = 40;
const THREADS: usize = 4;
/// Other sizes of a pool, so that it shows if the parts are as many as in one of them.
const OTHERS: [usize; 3] = [5, 7, 8];

struct Round {
    /// Its call ends after another.
    first: u32,
    /// How many of the first calls meet in pairs.
    pairs: usize,
    /// How many threads must meet.
    threads: usize,
}

/// Grades `thumbnails`.
pub fn grade(answer: Answer) -> Verdict {
    let mut inputs = Inputs::new(0);
    let mut round = |threads: usize, counts: &[usize]| {
        // Pinned to one CPU, Rayon's own pool has one thread.
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.expect("there is room for a few threads");
        let mut all = counts.iter().map(|count| inputs.numbers(*count)).chain([special_inputs()]);
        pool.install(|| all.try_for_each(|numbers| judge(answer, numbers)))
    };
    let mut counts = [16, 23, 40, 12].repeat(ROUNDS / 4);
    counts.extend([2, 3, 1, 0, 1009, 3001]);
    counts.extend(counts_to_try(5, 20_000));
    round(THREADS, &counts)?;
    round(1, &[5])?;
    for threads in OTHERS {
        round(threads, &[A_DOZEN, 3001])?;
    }
    ensure_sevens("thumbnails", &answer(&[5, 3, 4], |_| 7))?;
    one_inside_another(answer)
}

/// The first or the last call of `work` calls the answer for other numbers.
fn one_inside_another(answer: Answer) -> Verdict {
    ANSWER.set(answer);
    let says = "while `thumbnails` was under way, `work` called it for other numbers: the two calls share something, \
                and one has got a result of the other";
    let outer = |calls| answer(&Vec::from_iter((7..).take(calls)), calls_the_answer);
    INSIDE.during("thumbnails", outer, |calls, outer, inner| {
        let right =
            outer.into_iter().eq((7..).take(calls)) && inner.is_none_or(|inner| inner == [4, 5]);
        ensure(right, "outlives_the_call", says)
    })?;
    INSIDE.many("thumbnails", many_deep)
}

/// Makes a call in which there may be another, and so on.
fn many_deep() -> bool {
    let work =
        |number| u64::from(number) + u64::from(number == 8 && !INSIDE.goes_deeper(many_deep));
    ANSWER.get()(&[7, 8, 9], work) == [7, 8, 9]
}

fn calls_the_answer(number: u32) -> u64 {
    INSIDE.begins(|| ANSWER.get()(&[4, 5], u64::from));
    number.into()
}

fn judge(answer: Answer, numbers: Vec<u64>) -> Verdict {
    let numbers: Vec<_> = numbers.into_iter().map(|number| number as u32).collect();
    let count = numbers.len();
    let first = numbers.first().copied().unwrap_or(0);
    let (pairs, threads) = match (count, rayon::current_num_threads()) {
        // A few calls may well be one part.
        (..A_DOZEN, _) | (_, 1) => (0, 0),
        (A_DOZEN..DOZENS | 1000..2000, THREADS) => (count / 4, 0),
        (_, all) => (0, all),
    };
    ROUND.set(Round { first, pairs, threads });
    if_it_stands_still(move || match threads {
        0 => CALLS.never_met(2, "calls", "thumbnails"),
        all => CALLS.threads_never_met(all, "calls", "thumbnails"),
    });
    CALLS.forget();
    ENDED.reset();
    let mut got = answer(&numbers, work);
    CALLS.all_on_rayon()?;
    CALLS.ensure_each_once(numbers.iter().map(|number| format!("number {number}")), "lost_item")?;
    let (begun, ended) = (CALLS.begun(), CALLS.ended());
    let says = format!("`thumbnails` returned when {ended} of {begun} calls had ended");
    ensure(ended == begun, "left_behind", says)?;
    sort_those_of_equals(&numbers, &mut got);
    let expected = results_of(&numbers, |number| result(number.into()));
    let says =
        format!("for the numbers {numbers:?} `work` returned {expected:?}. These came: {got:?}");
    ensure_results(&got, &expected, "numbers", says)
}

/// The first number's call ends after another, so results in the order of their ends are out of order.
fn work(number: u32) -> u64 {
    let round = ROUND.get();
    CALLS.enter(format_args!("number {number}"));
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
    result(number.into()) + CALLS.before(number)
}
