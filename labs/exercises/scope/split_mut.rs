// Each thread its own part, without a lock. About 10 minutes.
//
// `double_all` must double each number once. It must start `threads` threads that share out the numbers and
// work at the same time. One more thread, such as the caller's, may take the numbers that are left over. If
// each part is the numbers divided by `threads` and rounded up, or if there are fewer numbers than threads,
// fewer threads will do, but they still share out the numbers. `threads` is 1 or more. `double_all` may be
// called by several threads at the same time. Take no lock; a channel is allowed, also one from which each
// thread takes the next number. Use what std and Crossbeam offer.
//
// A `Number` has a method `double`, which takes long: call it in the threads.
//
// Read: cargo page scope/disjoint_mut

use labs::split_mut::Number;

/// Doubles each number.
fn double_all(numbers: &mut [Number], threads: usize) {
    // TODO: So far one thread doubles all numbers, and `threads` is not used.
    let _ = threads;
    for number in numbers {
        number.double();
    }
}

fn main() {
    // Room to try things out; this line ends it when it stands still.
    labs::trial();
    let mut numbers = [1, 2, 3, 4, 5].map(Number::new);
    double_all(&mut numbers, 2);
    println!("{numbers:?}");
}

labs::exercise! {
    #[test]
    fn split_mut(double_all);
}
