// Refused: lost_item

use std::thread;

use crossbeam::channel;

fn pipeline(count: usize, bound: usize, make: fn(usize) -> u64, handle: fn(u64)) {
    let (sender, receiver) = channel::bounded(bound);
    thread::scope(|s| {
        s.spawn(move || {
            for number in 0..count {
                let _ = sender.try_send(make(number));
            }
        });
        receiver.iter().for_each(handle);
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn bounded_pipeline(pipeline);
}
