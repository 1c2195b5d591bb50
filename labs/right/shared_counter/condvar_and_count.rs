// A count of the threads that are still at work, and a Condvar for the one that waits for them.

use std::sync::{Arc, Condvar, Mutex};
use std::thread;

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    let state = Arc::new((Mutex::new((0, threads)), Condvar::new()));
    for number in 0..threads {
        let state = Arc::clone(&state);
        thread::spawn(move || {
            let value = job(number);
            let mut guard = state.0.lock().unwrap();
            guard.0 += value;
            guard.1 -= 1;
            if guard.1 == 0 {
                state.1.notify_one();
            }
        });
    }
    let guard = state.1.wait_while(state.0.lock().unwrap(), |(_, left)| *left > 0).unwrap();
    guard.0
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
