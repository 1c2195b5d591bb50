// Refused: outlives_the_call

use std::sync::Mutex;
use std::thread;

static TOTAL: Mutex<u64> = Mutex::new(0);

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    let handles: Vec<_> = (0..threads)
        .map(|number| {
            thread::spawn(move || {
                let value = job(number);
                *TOTAL.lock().unwrap() += value;
            })
        })
        .collect();
    for handle in handles {
        handle.join().unwrap();
    }
    *TOTAL.lock().unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
