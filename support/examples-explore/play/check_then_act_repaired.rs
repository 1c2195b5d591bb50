use std::sync::atomic::{AtomicI32, Ordering::SeqCst};
use std::thread;

fn main() {
    let balance = AtomicI32::new(100);
    thread::scope(|s| {
        for _ in 0..2 {
            s.spawn(|| {
                let pay = |left| if left >= 70 { Some(left - 70) } else { None };
                let _ = balance.fetch_update(SeqCst, SeqCst, pay);
            });
        }
    });
    assert!(balance.into_inner() >= 0);
}
