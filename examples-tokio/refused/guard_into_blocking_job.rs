//! A task gives its guard to a blocking job, but the guard borrows the lock.
//!
//! Would go wrong: the task could be cancelled and drop the lock while the job still uses it.
//! Paste: `cargo add tokio --features macros,rt,sync`

use std::sync::Arc;

use tokio::{sync::Mutex, task};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let file = Arc::new(Mutex::new(0));
    //~ error[E0597]: `file` does not live long enough
    let mut guard = file.lock().await;
    let job = task::spawn_blocking(move || *guard += 1);
    job.await.expect("to add one can't panic");
}
