// Refused: too_many

use std::thread;
use std::time::Duration;

use crossbeam::channel;

fn pipeline(count: usize, bound: usize, make: fn(usize) -> u64, handle: fn(u64)) {
    let (sender, receiver) = channel::unbounded();
    thread::scope(|s| {
        s.spawn(move || {
            for number in 0..count {
                sender.send(make(number)).unwrap();
                if number % bound == bound - 1 {
                    thread::sleep(Duration::from_millis(100));
                }
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
