// Refused: lost_item

use crossbeam::channel;
use std::thread;
use std::time::Duration;

fn fan_in(producers: usize, items: fn(usize) -> Vec<u64>) -> Vec<u64> {
    let (sender, receiver) = channel::unbounded();
    for producer in 0..producers {
        let sender = sender.clone();
        thread::spawn(move || {
            for item in items(producer) {
                let _ = sender.send(item);
            }
        });
    }
    let mut all = vec![];
    while let Ok(item) = receiver.recv_timeout(Duration::from_millis(100)) {
        all.push(item);
    }
    all
}

fn main() {}

labs::exercise! {
    #[test]
    fn fan_in(fan_in);
}
