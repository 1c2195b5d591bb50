// Refused: not_all_at_once

use std::sync::Mutex;
use std::thread;

use crossbeam::channel;

fn fan_in(producers: usize, items: fn(usize) -> Vec<u64>) -> Vec<u64> {
    let (sender, receiver) = channel::unbounded();
    let numbers = Mutex::new(0..producers);
    let next = || numbers.lock().unwrap().next();
    thread::scope(|s| {
        for _ in 0..producers.min(8) {
            let sender = sender.clone();
            s.spawn(move || {
                while let Some(producer) = next() {
                    items(producer).into_iter().for_each(|item| sender.send(item).unwrap());
                }
            });
        }
    });
    drop(sender);
    receiver.iter().collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn fan_in(fan_in);
}
