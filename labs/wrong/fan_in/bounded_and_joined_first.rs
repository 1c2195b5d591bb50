// Refused: deadlock

use crossbeam::channel;
use std::thread;

fn fan_in(producers: usize, items: fn(usize) -> Vec<u64>) -> Vec<u64> {
    let (sender, receiver) = channel::bounded(1);
    let start = |producer| {
        let sender = sender.clone();
        thread::spawn(move || {
            items(producer).into_iter().for_each(|item| sender.send(item).unwrap())
        })
    };
    let handles: Vec<_> = (0..producers).map(start).collect();
    for handle in handles {
        handle.join().unwrap();
    }
    drop(sender);
    receiver.iter().collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn fan_in(fan_in);
}
