// Refused: never_ends

use crossbeam::channel;
use std::thread;

fn fan_in(producers: usize, items: fn(usize) -> Vec<u64>) -> Vec<u64> {
    let (sender, receiver) = channel::unbounded();
    for producer in 0..producers {
        let sender = sender.clone();
        thread::spawn(move || {
            for item in items(producer) {
                sender.send(item).unwrap();
            }
        });
    }
    receiver.iter().collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn fan_in(fan_in);
}
