// Refused: wrong_order

// The place of a result is kept in a byte.

use std::sync::mpsc::channel;
use std::thread;

fn squares(inputs: Vec<u64>, work: fn(u64) -> u64) -> Vec<u64> {
    let (sender, results) = channel();
    for (place, input) in inputs.into_iter().enumerate() {
        let sender = sender.clone();
        thread::spawn(move || sender.send((place as u8, work(input))).unwrap());
    }
    drop(sender);
    let mut results: Vec<_> = results.iter().collect();
    results.sort_by_key(|(place, _)| *place);
    results.into_iter().map(|(_, result)| result).collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn join_all(squares);
}
