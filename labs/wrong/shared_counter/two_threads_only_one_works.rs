// Refused: one_after_another

use std::thread;

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    thread::spawn(move || (0..threads).map(job).sum()).join().unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
