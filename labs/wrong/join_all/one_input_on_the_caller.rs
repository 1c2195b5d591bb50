// Refused: on_the_caller

// A single input gets no thread.

use std::thread;

fn squares(inputs: Vec<u64>, work: fn(u64) -> u64) -> Vec<u64> {
    if let [input] = inputs[..] {
        return vec![work(input)];
    }
    let handles: Vec<_> = inputs.into_iter().map(|input| thread::spawn(move || work(input))).collect();
    handles.into_iter().map(|handle| handle.join().unwrap()).collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn join_all(squares);
}
