// Refused: too_few

use std::thread;

use crossbeam::channel;

fn pipeline(count: usize, bound: usize, make: fn(usize) -> u64, handle: fn(u64)) {
    let _ = bound;
    let (sender, receiver) = channel::bounded(0);
    thread::scope(|s| {
        s.spawn(move || (0..count).for_each(|number| sender.send(make(number)).unwrap()));
        receiver.iter().for_each(handle);
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn bounded_pipeline(pipeline);
}
