//! A parallel sum that does not depend on the threads.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use rayon::ThreadPoolBuilder;

use crate::run::progress;
use crate::{Calls, Refusal, Verdict, ensure, if_it_stands_still};

/// Where to read more.
pub const PAGE: &str = "rayon/chunks";

type Answer = fn(values: &[f64], work: fn(f64) -> f64) -> f64;

static CALLS: Calls = Calls::new();
/// The calls must meet.
static MEETS: AtomicBool = AtomicBool::new(false);
const VALUES: u32 = 20_500;
const THREADS: [usize; 5] = [1, 4, 3, 2, 7];

/// Grades `sum`.
pub fn grade(answer: Answer) -> Verdict {
    // Large and small, so that the order of the additions shows.
    let value = |n: u32| f64::from(n * 7919 % 10_007).powi(1 + n as i32 % 3) / 7.0;
    let values: Vec<f64> = (1..=VALUES).map(value).collect();
    let expected: f64 = values.iter().sum();
    if_it_stands_still(|| CALLS.never_met(2, "calls", "sum"));
    let mut first = None;
    for threads in THREADS {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.expect("there is room for some threads");
        progress();
        CALLS.forget();
        MEETS.store(threads > 1, SeqCst);
        let got = pool.install(|| answer(&values, work));
        let says = format!("about {expected:e} was expected, and `sum` returned {got:e}");
        ensure((got / expected - 1.0).abs() < 1e-9, "wrong_result", says)?;
        let first = *first.get_or_insert(got);
        if got.to_bits() != first.to_bits() {
            let says = format!(
                "with 1 thread the sum is {first:?}, with {threads} threads {got:?}: \
                 the additions are made in another order"
            );
            return Err(Refusal::new("unstable", says));
        }
    }
    Ok(())
}

/// Only the calls up to the meeting are looked at: there are very many.
fn work(value: f64) -> f64 {
    if MEETS.load(SeqCst) && CALLS.met() < 2 {
        CALLS.enter(value);
        CALLS.meet(2);
        CALLS.leave(value);
    }
    value
}
