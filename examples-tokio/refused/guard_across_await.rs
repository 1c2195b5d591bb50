//! A spawned task holds the guard of a standard mutex while it waits.
//!
//! Would go wrong: the task may continue on another thread, and a mutex must be unlocked by the
//! thread that locked it.
//! Paste: `cargo add tokio --features macros,rt`

use std::sync::Mutex;
use tokio::task;

static VISITS: Mutex<u32> = Mutex::new(0);

#[tokio::main(flavor = "current_thread")]
async fn main() {
    //~ error: future cannot be sent between threads safely
    let visit = task::spawn(async {
        let mut visits = VISITS.lock().expect("no holder panics");
        *visits += 1;
        task::yield_now().await; // stands for any waiting
    });
    visit.await.expect("the task does not panic");
}
