// Refused: lock_taken

// A lock for each number, which only one thread takes.

use std::sync::Mutex;
use std::thread;

use labs::split_mut::Number;

fn double_all(numbers: &mut [Number], threads: usize) {
    let numbers: Vec<_> = numbers.iter_mut().map(Mutex::new).collect();
    thread::scope(|s| {
        for first in 0..threads {
            let mine = numbers.iter().skip(first).step_by(threads);
            s.spawn(move || mine.for_each(|number| number.lock().unwrap().double()));
        }
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn split_mut(double_all);
}
