// All producers are joined before the first item is received: an unbounded channel holds them all.

use crossbeam::channel::unbounded;
use std::thread;

fn fan_in(producers: usize, items: fn(usize) -> Vec<u64>) -> Vec<u64> {
    let (sender, receiver) = unbounded();
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
    receiver.try_iter().collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn fan_in(fan_in);
}
