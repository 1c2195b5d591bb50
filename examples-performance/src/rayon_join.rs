//! What `rayon::join` costs if nobody steals, and what it costs if a worker does.
//!
//! Article B says nanoseconds. Most joins are never stolen: each worker takes back what it has offered.
//! The price of a steal is another matter, above all if the thief must be woken.
//!
//! The rows are no rivals, but prices of the same call. That nobody steals is sure, with one worker;
//! that one steals is sure, too, since the first half waits for the second.

use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::harness::study::Outcome;
use crate::harness::unit::MICROSECOND;
use crate::harness::{Study, Unit, Verdict, time};

/// A tree of that depth has this many joins: 2^12 - 1.
const DEPTH: u32 = 12;
const STEALS: usize = 41;

pub fn study() -> Study {
    let study = Study {
        name: "rayon_join",
        claim: "C4",
        article: "B \"Performance Considerations\"",
        says: "Rayon's work stealing costs nanoseconds",
        figure: "nanoseconds",
        ..Study::default()
    };
    study
        .contender("a join that nobody steals", || {
            let pool = pool(1)?; // No other worker can steal.
            let tree = pool.install(|| time(|| tree(DEPTH)));
            Ok(Outcome::time(tree / f64::from((1 << DEPTH) - 1)))
        })
        .contender("stolen by a worker that is awake", || Ok(Outcome::time(stolen(false)?)))
        .contender("stolen by a worker that sleeps", || Ok(Outcome::time(stolen(true)?)))
        .rule(
            [
                "a join that nobody steals",
                "stolen by a worker that is awake",
                "stolen by a worker that sleeps",
            ],
            verdict,
        )
}

pub fn verdict([kept, awake, asleep]: [f64; 3]) -> Verdict {
    let [kept_for, awake_for, asleep_for] =
        [kept, awake, asleep].map(|time| Unit::Nanoseconds.show(time));
    let shown = format!(
        "a join that nobody steals takes {kept_for}; a thief that is awake begins after {awake_for}, and one \
         that must be woken after {asleep_for}"
    );
    if kept >= MICROSECOND {
        Verdict::not_here(shown)
    } else if asleep >= MICROSECOND {
        Verdict::holds_but(format!("not if the thief sleeps: {shown}"))
    } else {
        Verdict::holds(shown)
    }
}

fn pool(workers: usize) -> anyhow::Result<ThreadPool> {
    Ok(ThreadPoolBuilder::new().num_threads(workers).build()?)
}

fn tree(depth: u32) -> u64 {
    if depth == 0 {
        return black_box(1);
    }
    let (left, right) = rayon::join(|| tree(depth - 1), || tree(depth - 1));
    left + right
}

/// Returns the median time from a call of `join` until another worker runs its second half.
fn stolen(by_a_sleeper: bool) -> anyhow::Result<f64> {
    let pool = pool(2)?;
    let mut times: Vec<f64> = pool.install(|| {
        (0..STEALS)
            .map(|_| {
                if by_a_sleeper {
                    thread::sleep(Duration::from_millis(1)); // The other worker falls asleep meanwhile.
                }
                let (start, has_begun) = (Instant::now(), AtomicBool::new(false));
                // The first half waits for the second, so a thief must take that.
                let ((), begun) = rayon::join(
                    || {
                        while !has_begun.load(Ordering::Acquire) {
                            thread::yield_now(); // With one core, the thief needs this one.
                        }
                    },
                    || {
                        let begun = start.elapsed();
                        has_begun.store(true, Ordering::Release);
                        begun
                    },
                );
                begun.as_nanos() as f64
            })
            .collect()
    });
    times.sort_by(f64::total_cmp);
    Ok(times[times.len() / 2])
}
