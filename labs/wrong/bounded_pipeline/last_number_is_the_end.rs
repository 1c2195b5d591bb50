// Refused: lost_item

// The largest number stands for the end, and may be an item.

use std::sync::mpsc::sync_channel;
use std::thread;

fn pipeline(count: usize, bound: usize, make: fn(usize) -> u64, handle: fn(u64)) {
    let (sender, receiver) = sync_channel(bound);
    thread::scope(|s| {
        s.spawn(move || receiver.iter().take_while(|item| *item != u64::MAX).for_each(handle));
        for number in 0..count {
            if sender.send(make(number)).is_err() {
                return;
            }
        }
        let _ = sender.send(u64::MAX);
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn bounded_pipeline(pipeline);
}
