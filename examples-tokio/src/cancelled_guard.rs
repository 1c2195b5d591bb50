//! A cancelled task drops its guard, but not its blocking job: give the guard to the job.
//!
//! Beyond the articles. A lock protects a file, say, and the work on the file blocks. A time-out or a
//! client that hangs up cancels the task at its `.await`, and nothing cancels a job that has begun.
//!
//! Run: `cargo run -p examples-tokio -- cancelled_guard`
//! Paste: `cargo add anyhow && cargo add tokio --features macros,rt,sync`

use std::sync::{Arc, mpsc};

use tokio::sync::{Mutex, oneshot};
use tokio::task;

/// A call that blocks.
pub type Job = Box<dyn FnOnce() + Send>;

/// The mistake: the guard is a local variable of the task, and ends with it.
pub async fn guard_in_the_task(file: Arc<Mutex<()>>, work: Job) {
    let _guard = file.lock().await;
    let _ = task::spawn_blocking(work).await;
}

/// The guard moves into the job, and ends with that. An owned guard borrows nothing.
pub async fn guard_in_the_job(file: Arc<Mutex<()>>, work: Job) {
    let guard = file.lock_owned().await;
    let job = move || {
        work();
        drop(guard); // Also what makes the closure own the guard.
    };
    let _ = task::spawn_blocking(job).await;
}

/// Cancels a task whose job is at work. Returns whether another task could get the lock then.
///
/// # Errors
/// If the job never begins.
pub async fn free_when_cancelled<F>(work_on: fn(Arc<Mutex<()>>, Job) -> F) -> anyhow::Result<bool>
where
    F: Future<Output = ()> + Send + 'static,
{
    let file = Arc::new(Mutex::new(()));
    let (begun, has_begun) = oneshot::channel();
    let (go_on, may_go_on) = mpsc::channel::<()>();
    let work = move || {
        let _ = begun.send(());
        let _ = may_go_on.recv(); // Returns when `go_on` is dropped.
    };
    let task = task::spawn(work_on(Arc::clone(&file), Box::new(work)));
    has_begun.await?;
    task.abort(); // as a time-out drops the future that it gives up
    let _ = task.await; // Now the local variables of the task are gone.
    let is_free = file.try_lock().is_ok();
    drop(go_on);
    drop(file.lock().await); // With the guard in the job, this waits for the end of the job.
    Ok(is_free)
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> anyhow::Result<()> {
    println!("the task is cancelled, and its job is at work; is the lock free?");
    println!("guard in the task: {}", free_when_cancelled(guard_in_the_task).await?);
    println!("guard in the job: {}", free_when_cancelled(guard_in_the_job).await?);
    Ok(())
}
