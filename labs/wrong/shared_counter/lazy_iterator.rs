// Refused: one_after_another

use std::thread;

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    (0..threads)
        .map(|number| thread::spawn(move || job(number)))
        .map(|handle| handle.join().unwrap())
        .sum()
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
