// Refused: not_one_channel

// Each producer has a channel of its own.

use std::thread;

use crossbeam::channel::unbounded;

fn fan_in(producers: usize, items: fn(usize) -> Vec<u64>) -> Vec<u64> {
    let start = |number| {
        let (sender, receiver) = unbounded();
        thread::spawn(move || items(number).into_iter().for_each(|item| sender.send(item).unwrap()));
        receiver
    };
    let receivers: Vec<_> = (0..producers).map(start).collect();
    receivers.into_iter().flatten().collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn fan_in(fan_in);
}
