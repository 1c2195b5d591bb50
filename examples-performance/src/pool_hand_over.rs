//! What it costs to hand a tiny job to a worker, in eleven ways.
//!
//! Article A's worker pool is three goroutines between two channels of ten places. The job, a square, takes
//! a nanosecond; all else is the hand-over. Each way has three workers (Rayon: one for each core), does the
//! same jobs, and adds up the same squares.
//!
//! Tasks are measured twice. The listing `pool_async` has its workers on one thread and takes the results on
//! another, so each result crosses threads. With all of them on one thread, nothing does.

use std::thread;

use anyhow::Context;
use crossbeam::channel;
use examples_worker_pool::pool::Pool;
use examples_worker_pool::{pool_async, worker_pool};
use rayon::prelude::*;
use tokio::runtime;

use crate::harness::go;
use crate::harness::study::Outcome;
use crate::harness::{Study, Unit, Verdict, time};

const JOBS: u32 = 10_000;
const WORKERS: usize = 3;
const PLACES: usize = 1_024;

pub fn study() -> Study {
    let study = Study {
        name: "pool_hand_over",
        claim: "C17",
        article: "A \"Worker pools\"",
        says: "a pool of workers between two channels manages concurrency “responsibly”",
        figure: "no figure",
        ..Study::default()
    };
    study
        .contender("threads, 10 places", || {
            outcome(|| worker_pool::fed_by_a_thread(JOBS).iter().sum())
        })
        .contender("threads, 1,024 places", || outcome(with_1024_places))
        .contender("tasks of smol on two threads, 10 places", || {
            outcome(|| smol::block_on(pool_async::fed_by_a_task(WORKERS, JOBS)).0.iter().sum())
        })
        .contender("tasks of smol on one thread, 10 places", || {
            // The whole function is a task of the thread on which the workers are.
            let all = || smol::block_on(smol::spawn(pool_async::fed_by_a_task(WORKERS, JOBS)));
            outcome(|| all().0.iter().sum())
        })
        .contender("tasks of Tokio on one thread, 10 places", || {
            let runtime = runtime::Builder::new_current_thread().build()?;
            outcome(|| runtime.block_on(in_tokio()))
        })
        .contender("Pool::submit", || {
            let pool = Pool::new(WORKERS, PLACES).context("can't start a pool")?;
            outcome(|| {
                let ticket = |job| pool.submit(move || square(job));
                let tickets: Vec<_> = (1..=JOBS).map(ticket).collect();
                let value = |ticket: Result<_, _>| ticket.ok().and_then(take);
                tickets.into_iter().filter_map(value).sum()
            })
        })
        .contender("Pool::map", || {
            let pool = Pool::new(WORKERS, PLACES).context("can't start a pool")?;
            outcome(|| {
                let squares = pool.map((1..=JOBS).collect(), square).unwrap_or_default();
                squares.into_iter().flatten().sum()
            })
        })
        .contender("the threadpool crate", || {
            let pool = threadpool::ThreadPool::new(WORKERS);
            outcome(|| {
                let (sender, receiver) = channel::unbounded();
                for job in 1..=JOBS {
                    let sender = sender.clone();
                    pool.execute(move || _ = sender.send(square(job)));
                }
                drop(sender);
                receiver.iter().sum()
            })
        })
        .contender("Rayon, a spawn for each", || {
            outcome(|| {
                let (sender, receiver) = channel::unbounded();
                rayon::scope(|s| {
                    for job in 1..=JOBS {
                        let sender = sender.clone();
                        s.spawn(move |_| _ = sender.send(square(job)));
                    }
                });
                drop(sender);
                receiver.iter().sum()
            })
        })
        .contender("Rayon, par_iter", || outcome(|| (1..=JOBS).into_par_iter().map(square).sum()))
        .optional("goroutines, 10 places", || {
            let numbers = go::run(&["pool", &JOBS.to_string()])?;
            let each = numbers.get::<f64>("ns")? / f64::from(JOBS);
            Ok(Outcome::time(each).computed("the squares", numbers.get("sum")?))
        })
        .ratio("threads, 10 places / Pool::map", "threads, 10 places", "Pool::map")
        .rule(["threads, 10 places / Pool::map", "threads, 10 places", "Pool::map"], verdict)
}

pub fn verdict([ratio, threads, mapped]: [f64; 3]) -> Verdict {
    let [threads, mapped] = [threads, mapped].map(|time| Unit::Nanoseconds.show(time));
    let shown = format!(
        "with threads, a job costs {threads} through channels of ten places, and {mapped} in batches"
    );
    if ratio >= 3.0 {
        Verdict::holds_but(format!("not for tiny jobs: {shown}"))
    } else {
        Verdict::holds(shown)
    }
}

fn square(job: u32) -> u64 {
    u64::from(job).pow(2)
}

fn take(ticket: examples_worker_pool::pool::Ticket<u64>) -> Option<u64> {
    ticket.wait().ok()
}

fn outcome(all_jobs: impl Fn() -> u64) -> anyhow::Result<Outcome> {
    let sum = all_jobs();
    Ok(Outcome::time(time(&all_jobs) / f64::from(JOBS)).computed("the squares", sum))
}

/// The same as `pool_async`, with the same channels, as tasks of Tokio.
async fn in_tokio() -> u64 {
    let (job_sender, jobs) = smol::channel::bounded(10);
    let (result_sender, results) = smol::channel::bounded(10);
    for _ in 0..WORKERS {
        tokio::spawn(pool_async::worker(jobs.clone(), result_sender.clone()));
    }
    drop((jobs, result_sender));
    tokio::spawn(async move {
        for job in 1..=JOBS {
            if job_sender.send(job).await.is_err() {
                return; // No worker is left.
            }
        }
    });
    let mut sum = 0;
    while let Ok(square) = results.recv().await {
        sum += square;
    }
    sum
}

/// The article's pool, with more places than workers can take in a moment.
fn with_1024_places() -> u64 {
    let (job_sender, jobs) = channel::bounded(PLACES);
    let (result_sender, results) = channel::bounded(PLACES);
    thread::scope(|s| {
        for _ in 0..WORKERS {
            let (jobs, results) = (jobs.clone(), result_sender.clone());
            s.spawn(move || worker_pool::worker(jobs, results));
        }
        drop(result_sender);
        s.spawn(move || (1..=JOBS).all(|job| job_sender.send(job).is_ok()));
        results.iter().sum()
    })
}
