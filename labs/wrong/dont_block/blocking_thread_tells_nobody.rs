// Refused: never_woken

// If the work ends before the task waits, nobody waits yet, and the notification is lost.

use std::sync::{Arc, OnceLock};

use tokio::sync::Notify;

async fn compute(work: fn() -> u64) -> u64 {
    let shared = Arc::new((OnceLock::new(), Notify::new()));
    let answer = Arc::clone(&shared);
    tokio::task::spawn_blocking(move || {
        answer.0.set(work()).expect("only this thread sets it");
        answer.1.notify_waiters();
    });
    shared.1.notified().await;
    *shared.0.get().expect("it is set before")
}

fn main() {}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
