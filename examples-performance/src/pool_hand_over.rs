//! C17: what it costs to hand a tiny job to a worker, in nine ways.
//!
//! Article A's worker pool is three goroutines between two channels of ten places. The job, a square, takes
//! a nanosecond; all else is the hand-over. What serves in Go is slow when it is translated word by word.

use std::thread;

use anyhow::Context;
use crossbeam::channel;
use examples_worker_pool::pool::Pool;
use examples_worker_pool::{pool_async, worker_pool};
use rayon::prelude::*;

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
        figure: "none",
        ..Study::default()
    };
    study
        .contender("threads, 10 places", || {
            outcome(|| worker_pool::fed_by_a_thread(JOBS).iter().sum())
        })
        .contender("threads, 1,024 places", || outcome(with_1024_places))
        .contender("tasks, 10 places", || {
            outcome(|| smol::block_on(pool_async::fed_by_a_task(WORKERS, JOBS)).0.iter().sum())
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

pub fn verdict([ratio, literal, mapped]: [f64; 3]) -> Verdict {
    let shown = format!(
        "with threads and channels of ten a job costs {}, and in batches {}",
        Unit::Nanoseconds.show(literal),
        Unit::Nanoseconds.show(mapped)
    );
    if ratio >= 3.0 {
        Verdict::holds_but(format!("not word by word for tiny jobs: {shown}"))
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
