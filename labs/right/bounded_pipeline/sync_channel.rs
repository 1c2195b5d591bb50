// std's channel with a bound; the calling thread is the maker.

use std::sync::mpsc::sync_channel;
use std::thread;

fn pipeline(count: usize, bound: usize, make: fn(usize) -> u64, handle: fn(u64)) {
    let (sender, receiver) = sync_channel(bound);
    let handler = thread::spawn(move || receiver.into_iter().for_each(handle));
    for number in 0..count {
        sender.send(make(number)).unwrap();
    }
    drop(sender);
    handler.join().unwrap();
}

fn main() {}

labs::exercise! {
    #[test]
    fn bounded_pipeline(pipeline);
}
