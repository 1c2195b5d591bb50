// Refused: lost_update

use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    let total = Arc::new(Mutex::new(0));
    for number in 0..threads {
        let total = Arc::clone(&total);
        thread::spawn(move || {
            let value = job(number);
            *total.lock().unwrap() += value;
        });
    }
    thread::sleep(Duration::from_secs(1));
    *total.lock().unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
