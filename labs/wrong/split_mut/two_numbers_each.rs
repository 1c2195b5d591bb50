// Refused: not_all_at_once

// Each thread takes two numbers where one would do, so half of the threads get none.

use std::thread;

use labs::split_mut::Number;

fn double_all(numbers: &mut [Number], threads: usize) {
    let size = match numbers.len().div_ceil(threads) {
        1 if numbers.len() > 2 => 2,
        size => size.max(1),
    };
    thread::scope(|s| {
        for part in numbers.chunks_mut(size) {
            s.spawn(|| part.iter_mut().for_each(Number::double));
        }
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn split_mut(double_all);
}
