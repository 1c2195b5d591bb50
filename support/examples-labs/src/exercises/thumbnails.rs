//! From a sequential to a parallel iterator, with the results in order.

use std::thread;

use rayon::ThreadPoolBuilder;

use crate::{Calls, Meeting, Verdict, ensure_results, if_it_stands_still};

/// Where to read more.
pub const PAGE: &str = "rayon/squares";

type Answer = fn(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64>;

static CALLS: Calls = Calls::new();
static ENDED: Meeting = Meeting::new();
/// Some wrong answers have the right order at times.
const ROUNDS: usize = 50;
const NUMBERS: u32 = 16;

/// Grades `thumbnails`.
pub fn grade(answer: Answer) -> Verdict {
    // Pinned to one CPU, Rayon's own pool has one thread.
    let pool =
        ThreadPoolBuilder::new().num_threads(4).build().expect("there is room for four threads");
    if_it_stands_still(|| CALLS.never_met(2, "calls", "thumbnails"));
    pool.install(|| (0..ROUNDS).try_for_each(|_| judge(answer)))
}

fn judge(answer: Answer) -> Verdict {
    let numbers: Vec<u32> = (1..=NUMBERS).collect();
    CALLS.forget();
    ENDED.reset();
    let got = answer(&numbers, work);
    CALLS.all_on_rayon()?;
    let expected: Vec<u64> = numbers.iter().map(|number| u64::from(*number) * 100).collect();
    let says = format!(
        "for the numbers 1 to {NUMBERS} these results were expected: {expected:?}. These came: {got:?}"
    );
    ensure_results(&got, &expected, "numbers", says)
}

/// The first number's call ends after another, so results in the order of their ends are out of order.
fn work(number: u32) -> u64 {
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
