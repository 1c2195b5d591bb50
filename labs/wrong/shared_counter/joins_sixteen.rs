// Refused: lost_update

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::thread;

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    let total = Arc::new(AtomicU64::new(0));
    let mut handles = Vec::new();
    for number in 0..threads {
        let total = total.clone();
        handles.push(thread::spawn(move || total.fetch_add(job(number), SeqCst)));
    }
    for handle in handles.into_iter().take(16) {
        handle.join().unwrap();
    }
    total.load(SeqCst)
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
