// Refused: done_twice

use std::sync::Mutex;
use std::thread;

use labs::split_mut::Number;

fn double_all(numbers: &mut [Number], threads: usize) {
    let size = numbers.len().div_ceil(threads);
    let numbers: Vec<_> = numbers.iter_mut().map(Mutex::new).collect();
    thread::scope(|s| {
        for thread in 0..threads {
            let numbers = &numbers;
            s.spawn(move || {
                for index in thread * size..(thread + 1) * size {
                    numbers[index % numbers.len()].lock().unwrap().double();
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
