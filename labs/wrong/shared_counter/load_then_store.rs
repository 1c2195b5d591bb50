// Refused: lost_update

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    let total = Arc::new(AtomicU64::new(0));
    let handles: Vec<_> = (0..threads)
        .map(|number| {
            let total = Arc::clone(&total);
            thread::spawn(move || {
                let value = job(number);
                let old = total.load(Ordering::SeqCst);
                total.store(old + value, Ordering::SeqCst);
            })
        })
        .collect();
    for handle in handles {
        handle.join().unwrap();
    }
    total.load(Ordering::SeqCst)
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
