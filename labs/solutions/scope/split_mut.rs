// Threads can change parts of one slice at the same time if no two parts overlap. `chunks_mut` returns such
// parts, and the compiler knows it: no lock is needed.

use std::thread;

use labs::split_mut::Number;

/// Doubles each number.
fn double_all(numbers: &mut [Number], threads: usize) {
    // Rounded up, so that no number is left over; and `chunks_mut(0)` would panic.
    let size = numbers.len().div_ceil(threads).max(1);
    thread::scope(|s| {
        for part in numbers.chunks_mut(size) {
            s.spawn(|| part.iter_mut().for_each(Number::double));
        }
    });
}

fn main() {
    let mut numbers = [1, 2, 3, 4, 5].map(Number::new);
    double_all(&mut numbers, 2);
    println!("{numbers:?}");
}

labs::exercise! {
    #[test]
    fn split_mut(double_all);
}
