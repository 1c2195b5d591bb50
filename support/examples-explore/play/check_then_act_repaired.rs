use std::sync::atomic::{AtomicI32, Ordering::SeqCst};
use std::thread;

fn main() {
    let balance = AtomicI32::new(100);
    thread::scope(|s| {
        for _ in 0..2 {
            s.spawn(|| {
                let pay = |cents| (cents >= 70).then_some(cents - 70);
                let _ = balance.fetch_update(SeqCst, SeqCst, pay);
            });
        }
    });
    assert!(balance.into_inner() >= 0);
}
