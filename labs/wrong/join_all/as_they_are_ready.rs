// Refused: wrong_order

use std::sync::mpsc;
use std::thread;

fn squares(inputs: Vec<u64>, work: fn(u64) -> u64) -> Vec<u64> {
    let (sender, receiver) = mpsc::channel();
    for input in inputs {
        let sender = sender.clone();
        thread::spawn(move || sender.send(work(input)).unwrap());
    }
    drop(sender);
    receiver.iter().collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn join_all(squares);
}
