// A thread of its own, a lock for the result, and a `Notify`.

use std::sync::{Arc, Mutex};
use std::thread;
use tokio::sync::Notify;

async fn compute(work: fn() -> u64) -> u64 {
    let shared = Arc::new((Mutex::new(None), Notify::new()));
    let theirs = Arc::clone(&shared);
    thread::spawn(move || {
        *theirs.0.lock().unwrap() = Some(work());
        theirs.1.notify_one();
    });
    loop {
        shared.1.notified().await;
        if let Some(result) = *shared.0.lock().unwrap() {
            return result;
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
