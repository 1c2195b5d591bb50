// Refused: wrong_total

use std::sync::Arc;
use std::thread;

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    let total = Arc::new(0);
    let handles: Vec<_> = (0..threads)
        .map(|number| {
            let mut total = Arc::clone(&total);
            thread::spawn(move || *Arc::make_mut(&mut total) += job(number))
        })
        .collect();
    for handle in handles {
        handle.join().unwrap();
    }
    *total
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
