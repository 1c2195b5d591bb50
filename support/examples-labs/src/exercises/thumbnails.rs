//! From a sequential to a parallel iterator, with the results in order.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

use rayon::ThreadPoolBuilder;

use crate::{Calls, Meeting, Refusal, Verdict, ensure, if_it_stands_still};

/// Where to read more.
pub const PAGE: &str = "docs/src/rayon/squares.md";

type Answer = fn(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64>;

static CALLS: Calls = Calls::new();
static ENDED: Meeting = Meeting::new();
static ELSEWHERE: AtomicBool = AtomicBool::new(false);
/// Some wrong answers have the right order at times.
const ROUNDS: usize = 50;
const NUMBERS: u32 = 16;

/// Grades `thumbnails`.
pub fn grade(answer: Answer) -> Verdict {
    // Pinned to one CPU, Rayon's own pool has one thread.
    let pool =
        ThreadPoolBuilder::new().num_threads(4).build().expect("there is room for four threads");
    if_it_stands_still(|| CALLS.never_met("calls", "thumbnails"));
    pool.install(|| (0..ROUNDS).try_for_each(|_| judge(answer)))
}

fn judge(answer: Answer) -> Verdict {
    let numbers: Vec<u32> = (1..=NUMBERS).collect();
    CALLS.forget();
    ENDED.reset();
    let got = answer(&numbers, work);
    let says = "a call ran on a thread that is not one of Rayon's; let Rayon share out the work";
    ensure(!ELSEWHERE.load(SeqCst), "not_rayon", says)?;
    let expected: Vec<u64> = numbers.iter().map(|number| u64::from(*number) * 100).collect();
    if got == expected {
        return Ok(());
    }
    let mut sorted = got.clone();
    sorted.sort();
    let says =
        "the results are in the order in which they were ready, not in the order of the numbers";
    ensure(sorted != expected, "wrong_order", says)?;
    let says = format!(
        "for the numbers 1 to {NUMBERS} these results were expected: {expected:?}. These came: {got:?}"
    );
    Err(Refusal::new("wrong_results", says))
}

/// The first number's call ends after another, so results in the order of their ends are out of order.
fn work(number: u32) -> u64 {
    if rayon::current_thread_index().is_none() {
        ELSEWHERE.store(true, SeqCst);
    }
    CALLS.enter(format_args!("number {number}"));
    CALLS.meet(2);
    thread::yield_now(); // The other threads get a share of the calls, even on one CPU.
    if number == 1 {
        ENDED.come(2)
    } else {
        ENDED.comes()
    }
    CALLS.leave(format_args!("number {number}"));
    u64::from(number) * 100
}
