use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

fn main() {
    let visits = AtomicU32::new(0);
    thread::scope(|s| {
        for _ in 0..2 {
            s.spawn(|| {
                visits.fetch_add(1, SeqCst);
            });
        }
    });
    assert_eq!(visits.into_inner(), 2);
}
