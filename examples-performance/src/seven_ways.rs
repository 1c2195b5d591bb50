//! Series: one job that computes and one that waits, done in seven ways.
//!
//! Plain threads, scoped threads, Rayon, the last pool of the worker pools, Tokio, smol, and Go. The
//! decision guide stands on these tables: look for the column in which the order of the rows changes.
//!
//! Pools and runtimes are there before the clock starts, as in a program that runs for a while. For jobs
//! that compute they have a thread for each core. For jobs that wait, scoped threads, Rayon and the pool
//! have a hundred threads, since a waiting thread costs no core. A cell that would take more than two
//! seconds is left out.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use examples_worker_pool::pool::Pool;
use rayon::prelude::*;

use crate::harness::measure::{compute, cores};
use crate::harness::report::LIMIT;
use crate::harness::study::Outcome;
use crate::harness::system::{cpu_time, peak_resident, threads};
use crate::harness::unit::thousands;
use crate::harness::{Figure, Study, go};

const COUNTS: [usize; 3] = [10, 1_000, 10_000];
const SIZES: [Job; 6] = [
    Job::Compute { steps: 500 },
    Job::Compute { steps: 5_000 },
    Job::Compute { steps: 50_000 },
    Job::Wait { milliseconds: 1 },
    Job::Wait { milliseconds: 10 },
    Job::Wait { milliseconds: 100 },
];
/// How many threads wait, where threads are few and wait in turn.
const WAITERS: usize = 100;
const LONGEST: Duration = Duration::from_secs(2);
/// A run that is shorter is repeated until this time has passed.
const MEASURED: Duration = Duration::from_millis(20);

pub fn study() -> Study {
    let mut study = Study {
        name: "seven_ways",
        article: "B \"Decision Framework\"",
        says: "one job in seven ways, by the number of items; takes about three minutes",
        rounds: 5,
        ..Study::default()
    };
    for job in SIZES {
        for count in COUNTS {
            for (name, way) in WAYS {
                if job.shortest(name, count) <= LONGEST {
                    study = study.contender(name, move || measure(job, count, &*way(job)?));
                }
            }
            study = study
                .optional("Go", move || with_go(job, count))
                .contender(LIMIT, move || limit(job, count));
        }
    }
    study
}

/// What is done with each item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Job {
    Compute { steps: u32 },
    Wait { milliseconds: u64 },
}

impl Job {
    /// Does it on this thread, and returns something that depends on the item.
    pub fn run(self, item: u64) -> u64 {
        match self {
            Job::Compute { steps } => compute(item, steps),
            Job::Wait { milliseconds } => {
                thread::sleep(Duration::from_millis(milliseconds));
                item
            }
        }
    }

    fn title(self) -> String {
        match self {
            Job::Compute { steps } => {
                format!("each item computes {} steps", thousands(f64::from(steps)))
            }
            Job::Wait { milliseconds } => format!("each item waits {milliseconds} ms"),
        }
    }

    /// Returns how many threads a pool for this job has.
    fn workers(self) -> usize {
        match self {
            Job::Compute { .. } => cores(),
            Job::Wait { .. } => WAITERS,
        }
    }

    /// Returns the time below which this way can't be.
    fn shortest(self, way: &str, count: usize) -> Duration {
        let wait = match self {
            Job::Compute { .. } => return Duration::ZERO,
            Job::Wait { milliseconds } => Duration::from_millis(milliseconds),
        };
        let takes_turns = ["scoped threads", "Rayon", "Pool"].contains(&way);
        if takes_turns { wait * count.div_ceil(WAITERS) as u32 } else { wait }
    }
}

/// Does a job for that many items, and returns the wrapped sum of the results.
pub type Way = Box<dyn Fn(usize) -> u64>;
/// Makes what a way needs before the clock starts.
pub type Prepare = fn(Job) -> anyhow::Result<Way>;

pub const WAYS: [(&str, Prepare); 6] = [
    ("plain threads", plain_threads),
    ("scoped threads", scoped_threads),
    ("Rayon", with_rayon),
    ("Pool", with_pool),
    ("Tokio", with_tokio),
    ("smol", with_smol),
];

fn add(a: u64, b: u64) -> u64 {
    a.wrapping_add(b)
}

/// A thread for each item.
fn plain_threads(job: Job) -> anyhow::Result<Way> {
    Ok(Box::new(move |count| {
        let start = |item| thread::spawn(move || job.run(item));
        let threads: Vec<_> = (0..count as u64).map(start).collect();
        threads.into_iter().map(|thread| thread.join().expect("no job panics")).fold(0, add)
    }))
}

/// A thread for each worker, with a chunk of the items.
fn scoped_threads(job: Job) -> anyhow::Result<Way> {
    Ok(Box::new(move |count| {
        let items: Vec<u64> = (0..count as u64).collect();
        thread::scope(|s| {
            let run = move |chunk: &[u64]| chunk.iter().map(|&item| job.run(item)).fold(0, add);
            let chunks = items.chunks(count.div_ceil(job.workers()).max(1));
            let threads: Vec<_> = chunks.map(|chunk| s.spawn(move || run(chunk))).collect();
            threads.into_iter().map(|thread| thread.join().expect("no job panics")).fold(0, add)
        })
    }))
}

fn with_rayon(job: Job) -> anyhow::Result<Way> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(job.workers()).build()?;
    Ok(Box::new(move |count| {
        let items = (0..count).into_par_iter();
        // Without `with_max_len`, a worker may keep several items that wait.
        let items = items.with_max_len(if let Job::Wait { .. } = job { 1 } else { usize::MAX });
        pool.install(|| items.map(|item| job.run(item as u64)).reduce(|| 0, add))
    }))
}

fn with_pool(job: Job) -> anyhow::Result<Way> {
    let pool = Pool::new(job.workers(), 1_024).context("can't start a pool")?;
    Ok(Box::new(move |count| {
        let results = pool.map((0..count as u64).collect(), move |item| job.run(item));
        results.unwrap_or_default().into_iter().flatten().fold(0, add)
    }))
}

fn with_tokio(job: Job) -> anyhow::Result<Way> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores())
        .enable_time()
        .build()?;
    Ok(Box::new(move |count| {
        let task = move |item| async move {
            if let Job::Wait { milliseconds } = job {
                tokio::time::sleep(Duration::from_millis(milliseconds)).await;
                return item;
            }
            job.run(item)
        };
        runtime.block_on(async {
            let tasks: Vec<_> = (0..count as u64).map(|item| tokio::spawn(task(item))).collect();
            let mut sum = 0;
            for task in tasks {
                sum = add(sum, task.await.expect("no job panics"));
            }
            sum
        })
    }))
}

/// smol's default is one thread. Here as many run the executor as for Tokio, as in the listing
/// `one_or_many_threads`.
fn with_smol(job: Job) -> anyhow::Result<Way> {
    let executor: &'static smol::Executor = Box::leak(Box::default()); // It ends with the process.
    for _ in 0..cores() {
        thread::spawn(|| smol::block_on(executor.run(smol::future::pending::<()>())));
    }
    Ok(Box::new(move |count| {
        let task = move |item| async move {
            if let Job::Wait { milliseconds } = job {
                smol::Timer::after(Duration::from_millis(milliseconds)).await;
                return item;
            }
            job.run(item)
        };
        let tasks: Vec<_> = (0..count as u64).map(|item| executor.spawn(task(item))).collect();
        smol::block_on(async {
            let mut sum = 0;
            for task in tasks {
                sum = add(sum, task.await);
            }
            sum
        })
    }))
}

/// Runs it once while its threads are counted, and then as often as the clock needs.
fn measure(job: Job, count: usize, way: &dyn Fn(usize) -> u64) -> anyhow::Result<Outcome> {
    let (sum, threads) = with_threads_counted(|| way(count))?;
    let (start, cpu, mut runs) = (Instant::now(), cpu_time()?, 0);
    while runs == 0 || start.elapsed() < MEASURED {
        anyhow::ensure!(way(count) == sum, "its result is another each time");
        runs += 1;
    }
    let (took, used) = (start.elapsed(), cpu_time()? - cpu);
    let each = |time: Duration| time.as_nanos() as f64 / f64::from(runs);
    outcome(job, count, sum, [each(took), each(used), threads, peak_resident()?])
}

fn outcome(job: Job, count: usize, sum: u64, values: [f64; 4]) -> anyhow::Result<Outcome> {
    let [time, used, threads, memory] = values;
    let what = |metric: &str| format!("{}: {metric}", job.title());
    let figures = [
        Figure::nanoseconds(what("time"), time),
        Figure::nanoseconds(what("processor time"), used),
        Figure::count(what("threads"), threads),
        Figure::bytes(what("memory"), memory),
    ];
    let outcome = Outcome::new(figures.map(|figure| figure.at(count)));
    Ok(outcome.computed(format!("{} items, {}", count, job.title()), sum))
}

/// Returns also the most threads that were there besides the one that counts them.
fn with_threads_counted(job: impl FnOnce() -> u64) -> anyhow::Result<(u64, f64)> {
    let done = AtomicBool::new(false);
    thread::scope(|s| {
        let counter = s.spawn(|| {
            let mut most = threads()?; // Once at least, however short the job is.
            while !done.load(Ordering::Relaxed) {
                most = most.max(threads()?);
                thread::sleep(Duration::from_micros(200));
            }
            anyhow::Ok(most - 1.0)
        });
        let sum = job();
        done.store(true, Ordering::Relaxed);
        Ok((sum, counter.join().expect("it does not panic")?))
    })
}

/// What nothing can beat: one thread, its time divided by the cores; or one wait.
fn limit(job: Job, count: usize) -> anyhow::Result<Outcome> {
    if let Job::Wait { milliseconds } = job {
        let wait = milliseconds as f64 * 1e6;
        let title = format!("{}: time", job.title());
        return Ok(Outcome::new([Figure::nanoseconds(title, wait).at(count)]));
    }
    let start = Instant::now();
    let (mut runs, mut sum) = (0, 0);
    while runs == 0 || start.elapsed() < MEASURED {
        sum = (0..count as u64).map(|item| job.run(item)).fold(0, add);
        runs += 1;
    }
    let each = start.elapsed().as_nanos() as f64 / f64::from(runs) / cores() as f64;
    let figure = Figure::nanoseconds(format!("{}: time", job.title()), each).at(count);
    Ok(Outcome::new([figure]).computed(format!("{} items, {}", count, job.title()), sum))
}

fn with_go(job: Job, count: usize) -> anyhow::Result<Outcome> {
    let (kind, size) = match job {
        Job::Compute { steps } => ("compute", steps.to_string()),
        Job::Wait { milliseconds } => ("wait", milliseconds.to_string()),
    };
    let numbers = go::run(&[kind, &count.to_string(), &size])?;
    let values = ["ns", "cpu", "threads", "resident"].map(|name| numbers.get::<f64>(name));
    let [time, used, threads, memory] = values;
    outcome(job, count, numbers.get("sum")?, [time?, used?, threads?, memory?])
}
