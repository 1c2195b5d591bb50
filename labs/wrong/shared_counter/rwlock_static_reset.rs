// Refused: outlives_the_call

// Each call sets the `static` to 0, also while another call adds to it.

use std::sync::RwLock;
use std::thread;

static TOTAL: RwLock<u64> = RwLock::new(0);

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    *TOTAL.write().unwrap() = 0;
    let handles: Vec<_> = (0..threads)
        .map(|number| {
            thread::spawn(move || {
                let value = job(number);
                *TOTAL.write().unwrap() += value;
            })
        })
        .collect();
    for handle in handles {
        handle.join().unwrap();
    }
    *TOTAL.read().unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
