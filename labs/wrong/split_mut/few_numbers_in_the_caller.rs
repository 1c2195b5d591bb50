// Refused: sequential

// With fewer numbers than threads the caller doubles them all.

use labs::split_mut::Number;
use std::thread;

fn double_all(numbers: &mut [Number], threads: usize) {
    if numbers.len() < threads {
        numbers.iter_mut().for_each(Number::double);
        return;
    }
    let size = numbers.len() / threads;
    thread::scope(|s| {
        let mut rest = numbers;
        for _ in 0..threads {
            let (part, others) = rest.split_at_mut(size);
            s.spawn(move || part.iter_mut().for_each(Number::double));
            rest = others;
        }
        rest.iter_mut().for_each(Number::double);
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn split_mut(double_all);
}
