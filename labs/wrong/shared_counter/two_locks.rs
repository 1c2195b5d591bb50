// Refused: lost_update

use std::sync::{Arc, Mutex};
use std::thread;

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    let total = Arc::new(Mutex::new(0));
    let mut handles = vec![];
    for number in 0..threads {
        let total = Arc::clone(&total);
        handles.push(thread::spawn(move || {
            let value = job(number);
            let old = *total.lock().unwrap();
            *total.lock().unwrap() = old + value;
        }));
    }
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
