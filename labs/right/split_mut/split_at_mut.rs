// The parts are split off one by one.

use std::thread;

use labs::split_mut::Number;

fn double_all(numbers: &mut [Number], threads: usize) {
    thread::scope(|s| {
        let mut rest = numbers;
        for threads_left in (1..=threads).rev() {
            let (part, others) = rest.split_at_mut(rest.len() / threads_left);
            s.spawn(move || part.iter_mut().for_each(Number::double));
            rest = others;
        }
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn split_mut(double_all);
}
