// Refused: one_after_another

use std::sync::{Arc, Mutex};
use std::thread;

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    let total = Arc::new(Mutex::new(0));
    for number in 0..threads {
        let total = Arc::clone(&total);
        let handle = thread::spawn(move || {
            let value = job(number);
            *total.lock().unwrap() += value;
        });
        handle.join().unwrap();
    }
    *total.lock().unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
