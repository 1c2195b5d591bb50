// Refused: too_many

use std::thread;

use labs::split_mut::Number;

fn double_all(numbers: &mut [Number], threads: usize) {
    let _ = threads;
    thread::scope(|s| {
        for number in numbers {
            s.spawn(|| number.double());
        }
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn split_mut(double_all);
}
