//! CPU-bound jobs as tasks against Rayon, and how long their neighbor waits.
//!
//! Article B says that async adds complexity to CPU-bound work, without benefit. A job that never awaits
//! also keeps its thread from every other task. All three ways do the same 400 jobs, with as many threads as
//! cores. What a neighbor waits for a job is compared with what it waits without one.

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
        .contender("a neighbor of a job in its thread", || {
            let job = async { tokio::spawn(async { long_job() }).await.map(drop) };
            Ok(Outcome::time(longest_wait(job)?))
        })
        .contender("a neighbor of a job elsewhere", || {
            let job = async { tokio::task::spawn_blocking(long_job).await.map(drop) };
            Ok(Outcome::time(longest_wait(job)?))
        })
        .contender("a neighbor of no job", || {
            let no_job = async {
                tokio::time::sleep(Duration::from_millis(25)).await; // the job takes tens of milliseconds, too
                Ok(())
            };
            Ok(Outcome::time(longest_wait(no_job)?))
        })
        .ratio("Tokio tasks / Rayon", "Tokio tasks", "Rayon")
        .rule(
            [
                "Tokio tasks / Rayon",
                "a neighbor of a job in its thread",
                "a neighbor of a job elsewhere",
                "a neighbor of no job",
            ],
            verdict,
        )
}

pub fn verdict([ratio, beside, apart, alone]: [f64; 4]) -> Verdict {
    let shown = format!("{JOBS} jobs as tasks take {ratio:.2} times as long as with Rayon");
    // A tenth is less than a pool differs by from run to run.
    if ratio < 0.9 {
        return Verdict::not_here(shown);
    }
    let [beside, apart, alone] = [beside, apart, alone].map(|time| Unit::Nanoseconds.show(time));
    Verdict::holds(format!(
        "{shown}. A neighbor that wants to run every millisecond waits \
         {beside} while a task of its thread computes, {apart} while another thread does, and {alone} \
         if nobody does"
    ))
}

fn job(number: u64) -> u64 {
    compute(number, STEPS)
}

fn long_job() -> u64 {
    std::hint::black_box(compute(1, LONG_JOB))
}

fn xor(a: u64, b: u64) -> u64 {
    a ^ b
}

fn outcome(all_jobs: impl Fn() -> u64) -> Outcome {
    Outcome::time(time(&all_jobs)).computed("all jobs", all_jobs())
}

/// Returns the longest time for which a task that sleeps for a millisecond again and again did not run,
/// while a job ran. Its sleep and Tokio's timer, which rounds up to milliseconds, are a part of that.
fn longest_wait<F>(job: F) -> anyhow::Result<f64>
where
    F: Future<Output = Result<(), tokio::task::JoinError>>,
{
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
        job.await?;
        tokio::time::sleep(Duration::from_millis(5)).await; // It notices how long it has waited.
        Ok(longest.load(Ordering::Relaxed) as f64)
    })
}
