// Refused: wrong_total

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    let total = AtomicU32::new(0);
    thread::scope(|s| {
        for number in 0..threads {
            let total = &total;
            s.spawn(move || total.fetch_add(job(number) as u32, Ordering::SeqCst));
        }
    });
    total.into_inner().into()
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
