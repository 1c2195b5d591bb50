// Refused: on_the_caller

// The calling thread takes the last part: one thread less is started.

use std::thread;

use labs::split_mut::Number;

fn double_all(numbers: &mut [Number], threads: usize) {
    let part = numbers.len().div_ceil(threads).max(1);
    thread::scope(|s| {
        let mut parts = numbers.chunks_mut(part);
        let last = parts.next_back();
        parts.for_each(|part| drop(s.spawn(|| part.iter_mut().for_each(Number::double))));
        last.into_iter().flatten().for_each(Number::double);
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn split_mut(double_all);
}
