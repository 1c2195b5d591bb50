// Refused: lost_item

use std::thread;

use labs::split_mut::Number;

fn double_all(numbers: &mut [Number], threads: usize) {
    let size = (numbers.len() / threads).max(1);
    thread::scope(|s| {
        for part in numbers.chunks_exact_mut(size).take(threads) {
            s.spawn(|| part.iter_mut().for_each(Number::double));
        }
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn split_mut(double_all);
}
