// Refused: never_woken

// `notify_waiters` keeps nothing for a task that waits later.

use std::sync::{Arc, OnceLock};

use tokio::sync::Notify;

async fn compute(work: fn() -> u64) -> u64 {
    let shared = Arc::new((OnceLock::new(), Notify::new()));
    let answer = Arc::clone(&shared);
    std::thread::spawn(move || {
        answer.0.set(work()).expect("only this thread sets it");
        answer.1.notify_waiters();
    });
    let (result, done) = &*shared;
    loop {
        if let Some(result) = result.get() {
            return *result;
        }
        done.notified().await;
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
