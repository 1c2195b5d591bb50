// Refused: lock_taken

// The threads share an iterator; its lock is free again before a number is doubled.

use std::sync::Mutex;
use std::thread;

use labs::split_mut::Number;

fn double_all(numbers: &mut [Number], threads: usize) {
    let rest = Mutex::new(numbers.iter_mut());
    thread::scope(|s| {
        for _ in 0..threads {
            s.spawn(|| {
                loop {
                    let next = rest.lock().unwrap().next();
                    match next {
                        Some(number) => number.double(),
                        None => break,
                    }
                }
            });
        }
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn split_mut(double_all);
}
