// Refused: full

use std::thread;

use crossbeam::channel;

fn pipeline(count: usize, bound: usize, make: fn(usize) -> u64, handle: fn(u64)) {
    let (sender, receiver) = channel::bounded(bound);
    for number in 0..count {
        sender.send(make(number)).unwrap();
    }
    drop(sender);
    thread::spawn(move || receiver.into_iter().for_each(handle)).join().unwrap();
}

fn main() {}

labs::exercise! {
    #[test]
    fn bounded_pipeline(pipeline);
}
