// Refused: busy_waiting

use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    let state = Arc::new(Mutex::new((0, 0)));
    for number in 0..threads {
        let state = Arc::clone(&state);
        thread::spawn(move || {
            let value = job(number);
            let mut state = state.lock().unwrap();
            state.0 += value;
            state.1 += 1;
        });
    }
    loop {
        thread::sleep(Duration::from_millis(1));
        let state = state.lock().unwrap();
        if state.1 == threads {
            return state.0;
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
