// Each thread has an `Arc` of its own to the one total. The job runs before the lock is taken, so the
// lock is held for the addition only, and the jobs overlap.

use std::sync::{Arc, Mutex};
use std::thread;

/// Returns the sum of what `job` returns for all numbers below `threads`.
fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    let total = Arc::new(Mutex::new(0));
    let start = |number| {
        let total = Arc::clone(&total);
        thread::spawn(move || {
            let value = job(number);
            *total.lock().expect("no holder panics") += value;
        })
    };
    // All start before the first is joined.
    let handles: Vec<_> = (0..threads).map(start).collect();
    for handle in handles {
        handle.join().expect("no job panics");
    }
    *total.lock().expect("no holder panics")
}

fn main() {
    println!("{}", total(4, |number| 10_u64.pow(number as u32)));
}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
