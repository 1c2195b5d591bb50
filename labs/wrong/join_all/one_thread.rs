// Refused: one_after_another

use std::thread;

fn squares(inputs: Vec<u64>, work: fn(u64) -> u64) -> Vec<u64> {
    thread::spawn(move || inputs.into_iter().map(work).collect()).join().unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn join_all(squares);
}
