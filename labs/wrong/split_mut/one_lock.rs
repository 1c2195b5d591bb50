// Refused: lock_held

use std::sync::Mutex;
use std::thread;

use labs::split_mut::Number;

fn double_all(numbers: &mut [Number], threads: usize) {
    let len = numbers.len();
    let size = len.div_ceil(threads);
    let numbers = Mutex::new(numbers);
    thread::scope(|s| {
        for thread in 0..threads {
            let numbers = &numbers;
            s.spawn(move || {
                for index in thread * size..((thread + 1) * size).min(len) {
                    numbers.lock().unwrap()[index].double();
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
