//! A spawned task uses the guard of a standard mutex, drops it, and waits.
//!
//! Nothing would go wrong, but the compiler does not see it. `*visits += 1` borrows the guard, and
//! from then on the compiler counts the guard as alive to the end of its scope. Without that line
//! the program is accepted.
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
        drop(visits);
        task::yield_now().await; // stands for any waiting
    });
    visit.await.expect("the task does not panic");
}
