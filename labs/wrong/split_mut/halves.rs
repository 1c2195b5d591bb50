// Refused: not_all_at_once

use std::thread;

use labs::split_mut::Number;

fn double_all(numbers: &mut [Number], threads: usize) {
    let _ = threads;
    let (left, right) = numbers.split_at_mut(numbers.len() / 2);
    thread::scope(|s| {
        s.spawn(|| left.iter_mut().for_each(Number::double));
        s.spawn(|| right.iter_mut().for_each(Number::double));
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn split_mut(double_all);
}
