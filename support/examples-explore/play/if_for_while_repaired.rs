use std::sync::{Condvar, Mutex};
use std::thread;

fn main() {
    let letters = Mutex::new(0);
    let arrived = Condvar::new();
    thread::scope(|s| {
        s.spawn(|| {
            let mut letters = letters.lock().unwrap();
            while *letters == 0 {
                letters = arrived.wait(letters).unwrap();
            }
            assert!(*letters > 0);
        });
        s.spawn(|| {
            *letters.lock().unwrap() += 1;
            arrived.notify_one();
        });
    });
}
