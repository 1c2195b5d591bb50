// Refused: busy_waiting

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::SeqCst};
use std::thread;

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    let total = Arc::new((AtomicU64::new(0), AtomicUsize::new(0)));
    for number in 0..threads {
        let total = Arc::clone(&total);
        thread::spawn(move || {
            total.0.fetch_add(job(number), SeqCst);
            total.1.fetch_add(1, SeqCst);
        });
    }
    while total.1.load(SeqCst) < threads {
        std::hint::spin_loop();
    }
    total.0.load(SeqCst)
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
