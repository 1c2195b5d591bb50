//! The memory of ten thousand jobs at once, without a bound and with one.
//!
//! Article A says that unbounded goroutines overwhelm memory, and that a pool of workers bounds it. Each
//! job holds a buffer while it waits until as many others wait as may run at once.
//! All jobs hold the same buffer, and all ways do ten thousand of them.

use std::hint::black_box;
use std::sync::{Arc, Barrier};

use anyhow::Context;
use examples_worker_pool::pool::Pool;
use tokio::runtime;
use tokio::sync::Semaphore;

use crate::harness::go;
use crate::harness::study::Outcome;
use crate::harness::system::{memory, peak_resident, total_memory};
use crate::harness::{Figure, Study, Unit, Verdict};
use crate::ten_thousand_threads::{EXHAUSTED, exhausts};

const JOBS: usize = 10_000;
/// It divides `JOBS`, so that the last crowd at the barrier is complete too.
const BOUND: usize = 100;
const BUFFER: usize = 16 * 1024;

pub fn study() -> Study {
    let study = Study {
        name: "bounded_memory",
        claim: "C15",
        article: "A \"Goroutines, channels, and worker pools\"",
        says: "unbounded goroutines overwhelm memory, and a pool of workers bounds it",
        figure: "no figure",
        rounds: 6,
        ..Study::default()
    };
    study
        .contender("Tokio tasks, all at once", || {
            let mut outcome = outcome(|| tasks(JOBS))?;
            outcome.figures.push(Figure::bytes("of a memory of", total_memory()?));
            Ok(outcome)
        })
        .contender("Tokio tasks, 100 permits", || outcome(|| tasks(BOUND)))
        .contender("Pool, 100 workers", || outcome(in_pool))
        .optional("goroutines, all at once", || goroutines(JOBS))
        .optional("goroutines, 100 workers", || goroutines(BOUND))
        .ratio("unbounded / bounded", "Tokio tasks, all at once", "Tokio tasks, 100 permits")
        .rule(
            [
                "unbounded / bounded",
                "Tokio tasks, all at once",
                "Tokio tasks, all at once, of a memory of",
            ],
            verdict,
        )
}

pub fn verdict([ratio, unbounded, memory]: [f64; 3]) -> Verdict {
    let (exhausted, shown) = exhausts(unbounded, memory);
    let shown = format!(
        "10,000 jobs at once hold {shown}. With 100 at a time they hold {ratio:.0} times less"
    );
    // Two digits are enough: jobs of other kinds hold more or less.
    let jobs = JOBS as f64 * EXHAUSTED * memory / unbounded;
    let digit = 10_f64.powf(jobs.log10().floor() - 1.0);
    let enough = Unit::Count.show((jobs / digit).round() * digit);
    match (exhausted, ratio >= 10.0) {
        (true, true) => Verdict::holds(shown),
        // Without a bound, there is no number of jobs at which it would end.
        (false, true) => Verdict::holds_but(format!(
            "only with many more than 10,000 jobs, for half of the memory about {enough} of this kind: {shown}"
        )),
        (true, false) => Verdict::holds_but(format!("a bound does not help: {shown}")),
        (false, false) => Verdict::not_here(shown),
    }
}

/// The most memory that the jobs held together.
fn outcome(jobs: impl Fn() -> anyhow::Result<()>) -> anyhow::Result<Outcome> {
    let before = memory()?.resident;
    jobs()?;
    Ok(Outcome::new([Figure::bytes("", peak_resident()? - before)]))
}

fn tasks(bound: usize) -> anyhow::Result<()> {
    let runtime = runtime::Builder::new_current_thread().build()?;
    runtime.block_on(async {
        let permits = Arc::new(Semaphore::new(bound));
        let crowd = Arc::new(tokio::sync::Barrier::new(bound));
        let mut jobs = tokio::task::JoinSet::new();
        for _ in 0..JOBS {
            // Before the spawn: a task that waits for a permit costs memory too.
            let permit = Arc::clone(&permits).acquire_owned().await?;
            let crowd = Arc::clone(&crowd);
            jobs.spawn(async move {
                let buffer = black_box(vec![1_u8; BUFFER]); // Not 0: untouched memory costs nothing.
                crowd.wait().await;
                drop((buffer, permit));
            });
        }
        jobs.join_all().await;
        Ok(())
    })
}

fn in_pool() -> anyhow::Result<()> {
    let pool = Pool::new(BOUND, BOUND).context("can't start a pool")?;
    let crowd = Arc::new(Barrier::new(BOUND));
    for _ in 0..JOBS {
        let crowd = Arc::clone(&crowd);
        pool.submit(move || {
            let buffer = black_box(vec![1_u8; BUFFER]);
            crowd.wait();
            drop(buffer);
        })?;
    }
    drop(pool);
    Ok(())
}

fn goroutines(bound: usize) -> anyhow::Result<Outcome> {
    let [jobs, bound, buffer] = [JOBS, bound, BUFFER].map(|number| number.to_string());
    let numbers = go::run(&["memory", &jobs, &bound, &buffer])?;
    let resident: f64 = numbers.get("resident")?;
    Ok(Outcome::new([Figure::bytes("", resident)]))
}
