// The right side of `+=` is evaluated first, so the lock is taken after the job.

use std::sync::{Arc, Mutex};
use std::thread;

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    let total = Arc::new(Mutex::new(0));
    let handles: Vec<_> = (0..threads)
        .map(|number| {
            let total = Arc::clone(&total);
            thread::spawn(move || *total.lock().unwrap() += job(number))
        })
        .collect();
    for handle in handles {
        handle.join().unwrap();
    }
    *total.lock().unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
