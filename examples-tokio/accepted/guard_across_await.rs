//! The guard ends with a block of its own, before the `.await`.
//!
//! Paste: `cargo add tokio --features macros,rt`

use std::sync::Mutex;
use tokio::task;

static VISITS: Mutex<u32> = Mutex::new(0);

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let visit = task::spawn(async {
        {
            let mut visits = VISITS.lock().expect("no holder panics");
            *visits += 1;
        }
        task::yield_now().await; // stands for any waiting
    });
    visit.await.expect("the task does not panic");
}
