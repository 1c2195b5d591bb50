// Refused: on_the_caller

// The calling thread runs the first job while the others run theirs.

use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::thread;

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    let total = AtomicU64::new(0);
    thread::scope(|s| {
        let add = |number| total.fetch_add(job(number), SeqCst);
        (1..threads).for_each(|number| drop(s.spawn(move || add(number))));
        (0..threads.min(1)).for_each(|number| drop(add(number)));
    });
    total.into_inner()
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
