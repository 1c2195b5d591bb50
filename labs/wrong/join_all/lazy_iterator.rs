// Refused: one_after_another

use std::thread;

fn squares(inputs: Vec<u64>, work: fn(u64) -> u64) -> Vec<u64> {
    let handles = inputs.into_iter().map(|input| thread::spawn(move || work(input)));
    handles.map(|handle| handle.join().unwrap()).collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn join_all(squares);
}
