// Refused: lost_job

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    let total = AtomicU64::new(0);
    thread::scope(|s| {
        for number in 1..threads {
            let total = &total;
            s.spawn(move || total.fetch_add(job(number), Ordering::SeqCst));
        }
    });
    total.into_inner()
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
