//! A parallel iterator that stops at an error.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::thread;
use std::time::Duration;

use rayon::ThreadPoolBuilder;

use crate::{Calls, Meeting, Refusal, Verdict, ensure, ensure_results, if_it_stands_still};

/// Where to read more.
pub const PAGE: &str = "rayon/fallible";

type Answer = fn(numbers: &[u32], work: Work) -> Result<Vec<u64>, String>;
type Work = fn(u32) -> Result<u64, String>;

static CALLS: Calls = Calls::new();
static ENDED: Meeting = Meeting::new();
/// Some call has begun, and the first one will fail.
static BEGUN: AtomicBool = AtomicBool::new(false);
static FAILS: AtomicBool = AtomicBool::new(false);
/// How many calls began after that.
static LATE: AtomicUsize = AtomicUsize::new(0);
/// Enough calls that no thread makes half of them before it learns of the error.
const MANY: u32 = 1000;
const FEW: u32 = 100;
/// Some wrong answers have the right order at times.
const ROUNDS: usize = 20;

/// Grades `all_or_error`.
pub fn grade(answer: Answer) -> Verdict {
    let pool =
        ThreadPoolBuilder::new().num_threads(4).build().expect("there is room for four threads");
    if_it_stands_still(|| CALLS.never_met(2, "calls", "all_or_error"));
    pool.install(|| {
        (0..ROUNDS).try_for_each(|_| all_succeed(answer))?;
        one_fails(answer)
    })
}

fn call(answer: Answer, numbers: u32, work: Work) -> Result<Result<Vec<u64>, String>, Refusal> {
    CALLS.forget();
    ENDED.reset();
    let numbers: Vec<u32> = (1..=numbers).collect();
    let got = answer(&numbers, work);
    CALLS.all_on_rayon()?;
    Ok(got)
}

fn enter(number: u32) {
    CALLS.enter(format_args!("number {number}"));
}

fn all_succeed(answer: Answer) -> Verdict {
    let got = call(answer, FEW, succeeds)?.map_err(|error| {
        let says = format!("no call failed, and `all_or_error` returned the error {error:?}");
        Refusal::new("wrong_results", says)
    })?;
    let expected: Vec<u64> = (1..=FEW).map(|number| u64::from(number) * 100).collect();
    let says = "no call failed, and what `all_or_error` returned is not what the calls returned";
    ensure_results(&got, &expected, "numbers", says)
}

/// The first number's call ends after another, so results in the order of their ends are out of order.
fn succeeds(number: u32) -> Result<u64, String> {
    enter(number);
    CALLS.meet(2);
    thread::yield_now(); // The other threads get a share of the calls, even on one CPU.
    if number == 1 {
        ENDED.come(2)
    } else {
        ENDED.comes()
    }
    CALLS.leave(format_args!("number {number}"));
    Ok(u64::from(number) * 100)
}

fn one_fails(answer: Answer) -> Verdict {
    let Err(error) = call(answer, MANY, fails)? else {
        let says = "a call failed, and `all_or_error` returned no error";
        return Err(Refusal::new("succeeds_anyway", says));
    };
    let late = LATE.load(SeqCst);
    let says = format!("{late} of {MANY} calls began after one of the first had failed");
    ensure(late < MANY as usize / 2, "goes_on", says)?;
    let says =
        format!("the error of the call is \"no room\", and that of `all_or_error` {error:?}");
    ensure(error.contains("no room"), "wrong_error", says)
}

/// The first call to begin fails, when another has begun. The others take long, so that all threads learn of
/// the error before many calls are made, however the system shares out its processors.
fn fails(number: u32) -> Result<u64, String> {
    enter(number);
    let is_first = !BEGUN.swap(true, SeqCst);
    if FAILS.load(SeqCst) {
        LATE.fetch_add(1, SeqCst);
    }
    CALLS.meet(2);
    if is_first {
        FAILS.store(true, SeqCst);
    } else {
        thread::sleep(Duration::from_millis(1));
    }
    CALLS.leave(format_args!("number {number}"));
    if is_first { Err("no room".into()) } else { Ok(u64::from(number) * 100) }
}
