// Refused: not_all_at_once

// 64 threads at a time.

use std::sync::mpsc::channel;
use std::thread;

fn fan_in(producers: usize, items: fn(usize) -> Vec<u64>) -> Vec<u64> {
    let (sender, receiver) = channel();
    for first in (0..producers).step_by(64) {
        thread::scope(|s| {
            for producer in first..producers.min(first + 64) {
                let sender = sender.clone();
                s.spawn(move || items(producer).into_iter().for_each(|item| sender.send(item).unwrap()));
            }
        });
    }
    drop(sender);
    receiver.iter().collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn fan_in(fan_in);
}
