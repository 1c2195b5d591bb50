//! The guard is inside a function that is not async, so it can't be alive at an `.await`.
//!
//! Paste: `cargo add tokio --features macros,rt`

use std::sync::Mutex;
use tokio::task;

static VISITS: Mutex<u32> = Mutex::new(0);

fn count_visit() {
    let mut visits = VISITS.lock().expect("no holder panics");
    *visits += 1;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let visit = task::spawn(async {
        count_visit();
        task::yield_now().await; // stands for any waiting
    });
    visit.await.expect("the task does not panic");
}
