use std::sync::atomic::{AtomicI32, Ordering::SeqCst};
use std::thread;

fn main() {
    let balance = AtomicI32::new(100);
    thread::scope(|s| {
        for _ in 0..2 {
            s.spawn(|| {
                if balance.load(SeqCst) >= 70 {
                    balance.fetch_sub(70, SeqCst);
                }
            });
        }
    });
    assert!(balance.into_inner() >= 0);
}
