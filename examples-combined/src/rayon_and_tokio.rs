//! Rayon and Tokio call each other: which way round works, and what each wrong way does.
//!
//! Beyond article A, "Combining Runtimes", whose two pools never wait for each other.
//!
//! Run: `cargo run -p examples-combined -- rayon_and_tokio`
//! Paste: `cargo add anyhow rayon && cargo add tokio --features rt,sync`

use std::sync::{Arc, mpsc};
use std::time::Duration;

use rayon::{ThreadPool, ThreadPoolBuilder};
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::oneshot::{self, error::RecvError};

/// Right: gives the job away, and awaits its result. An `Err`: the job has panicked, and the pool has a
/// `panic_handler`. Without one, Rayon ends the process.
pub async fn await_job<T: Send + 'static>(
    pool: &ThreadPool,
    job: impl FnOnce() -> T + Send + 'static,
) -> Result<T, RecvError> {
    let (answer, answered) = oneshot::channel();
    pool.spawn(move || drop(answer.send(job()))); // Never blocks: the task may have been cancelled.
    answered.await
}

/// Returns whether another task of the runtime runs while a task waits for a job. With `install`,
/// the task blocks the runtime's thread, so that is wrong.
pub fn neighbor_runs(install: bool, tokio: &Runtime, pool: &ThreadPool, wait: Duration) -> bool {
    let (neighbor, has_run) = mpsc::channel();
    let job = move || has_run.recv_timeout(wait).is_ok();
    tokio.block_on(async {
        tokio.spawn(async move { neighbor.send(()) });
        if install { pool.install(job) } else { await_job(pool, job).await.unwrap_or(false) }
    })
}

/// Lets a job of the pool wait for a future, which needs another job of the pool. Returns the result,
/// or `None` if there is none in time. Wrong: if all workers wait like this, no job can run.
pub fn job_waits(tokio: &Handle, workers: usize, wait: Duration) -> anyhow::Result<Option<u32>> {
    let pool = Arc::new(ThreadPoolBuilder::new().num_threads(workers).build()?);
    let (tokio, inside) = (tokio.clone(), Arc::clone(&pool));
    let (sender, result) = mpsc::channel();
    pool.spawn(move || drop(sender.send(tokio.block_on(await_job(&inside, || 7)))));
    Ok(result.recv_timeout(wait).ok().transpose()?)
}

pub fn main() -> anyhow::Result<()> {
    let (short, long) = (Duration::from_millis(200), Duration::from_secs(3600));
    let (tokio, pool) = (Builder::new_current_thread().build()?, ThreadPoolBuilder::new().build()?);
    let (install, oneshot) = (true, false);
    println!("a task calls install; others run: {}", neighbor_runs(install, &tokio, &pool, short));
    println!(
        "a task awaits a oneshot; others run: {}",
        neighbor_runs(oneshot, &tokio, &pool, long)
    );
    println!("a job blocks one of two workers: {:?}", job_waits(tokio.handle(), 2, long)?);
    println!("a job blocks the only worker: {:?}", job_waits(tokio.handle(), 1, short)?);
    if let Err(error) = pool.install(Handle::try_current) {
        println!("a job looks for the runtime: {error}");
    }
    Ok(())
}
