//! C13: CPU-bound jobs as tasks against Rayon, and how long their neighbor waits.
//!
//! Article B says that async adds complexity to CPU-bound work, without benefit. A job that never awaits
//! also keeps its thread from every other task.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use tokio::runtime;

use crate::harness::measure::{compute, cores};
use crate::harness::study::Outcome;
use crate::harness::{Study, Unit, Verdict, time};

const JOBS: u64 = 400;
const STEPS: u32 = 20_000;
/// The job beside which the neighbor wants to run.
const LONG_JOB: u32 = 20_000_000;

pub fn study() -> Study {
    let study = Study {
        name: "cpu_in_tasks",
        claim: "C13",
        article: "B \"Async Coloring Without Justification\"",
        says: "async brings CPU-bound work no benefit",
        figure: "no benefit",
        ..Study::default()
    };
    study
        .contender("one thread", || Ok(outcome(|| (0..JOBS).map(job).fold(0, xor))))
        .contender("Rayon", || Ok(outcome(|| (0..JOBS).into_par_iter().map(job).reduce(|| 0, xor))))
        .contender("Tokio tasks", || {
            let runtime = runtime::Builder::new_multi_thread().worker_threads(cores()).build()?;
            Ok(outcome(|| {
                runtime.block_on(async {
                    let task = |number| tokio::spawn(async move { job(number) });
                    let tasks: Vec<_> = (0..JOBS).map(task).collect();
                    let mut sum = 0;
                    for task in tasks {
                        sum ^= task.await.expect("computing does not panic");
                    }
                    sum
                })
            }))
        })
        .contender("a neighbor of a job in its thread", || Ok(Outcome::time(longest_wait(false)?)))
        .contender("a neighbor of a job elsewhere", || Ok(Outcome::time(longest_wait(true)?)))
        .ratio("Tokio tasks / Rayon", "Tokio tasks", "Rayon")
        .rule(
            [
                "Tokio tasks / Rayon",
                "a neighbor of a job in its thread",
                "a neighbor of a job elsewhere",
            ],
            verdict,
        )
}

pub fn verdict([ratio, beside, apart]: [f64; 3]) -> Verdict {
    // A tenth is less than a pool differs by from run to run.
    if ratio < 0.9 {
        return Verdict::not_here(format!("tasks take {ratio:.2} times Rayon's time"));
    }
    let (beside, apart) = (Unit::Nanoseconds.show(beside), Unit::Nanoseconds.show(apart));
    Verdict::holds(format!(
        "tasks take {ratio:.2} times Rayon's time, and a neighbor that wants to run every millisecond \
         waits {beside} for such a job, {apart} if it runs elsewhere"
    ))
}

fn job(number: u64) -> u64 {
    compute(number, STEPS)
}

fn xor(a: u64, b: u64) -> u64 {
    a ^ b
}

fn outcome(all_jobs: impl Fn() -> u64) -> Outcome {
    Outcome::time(time(&all_jobs)).computed("all jobs", all_jobs())
}

/// Returns the longest time for which a task that sleeps for a millisecond again and again did not run,
/// while a long job ran in a task of the same thread, or on a thread for blocking calls.
fn longest_wait(elsewhere: bool) -> anyhow::Result<f64> {
    let runtime = runtime::Builder::new_current_thread().enable_time().build()?;
    let longest = Arc::new(AtomicU64::new(0));
    let seen = Arc::clone(&longest);
    runtime.block_on(async move {
        tokio::spawn(async move {
            loop {
                let before = Instant::now();
                tokio::time::sleep(Duration::from_millis(1)).await;
                seen.fetch_max(before.elapsed().as_nanos() as u64, Ordering::Relaxed);
            }
        });
        tokio::time::sleep(Duration::from_millis(5)).await; // The neighbor is under way.
        let job = || std::hint::black_box(compute(1, LONG_JOB));
        if elsewhere {
            tokio::task::spawn_blocking(job).await?;
        } else {
            tokio::spawn(async move { job() }).await?;
        }
        tokio::time::sleep(Duration::from_millis(5)).await; // It notices how long it has waited.
        Ok(longest.load(Ordering::Relaxed) as f64)
    })
}
