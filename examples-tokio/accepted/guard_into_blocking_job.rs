//! `lock_owned` keeps the lock alive by an `Arc`, and so borrows nothing: see `cancelled_guard`.
//!
//! Paste: `cargo add tokio --features macros,rt,sync`

use std::sync::Arc;

use tokio::{sync::Mutex, task};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let file = Arc::new(Mutex::new(0));
    let mut guard = Arc::clone(&file).lock_owned().await;
    let job = task::spawn_blocking(move || *guard += 1);
    job.await.expect("to add one can't panic");
    println!("{}", file.lock().await);
}
