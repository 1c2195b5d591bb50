// Refused: too_many

use std::thread;

use crossbeam::channel;

fn pipeline(count: usize, bound: usize, make: fn(usize) -> u64, handle: fn(u64)) {
    let (sender, receiver) = channel::bounded(bound);
    let items: Vec<u64> = (0..count).map(make).collect();
    thread::scope(|s| {
        s.spawn(move || items.into_iter().for_each(|item| sender.send(item).unwrap()));
        receiver.iter().for_each(handle);
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn bounded_pipeline(pipeline);
}
