// Refused: lost_item

// An item can be any number, so none can stand for the end.

use std::sync::mpsc::sync_channel;
use std::thread;

const END: u64 = u64::MAX - 1;

fn pipeline(count: usize, bound: usize, make: fn(usize) -> u64, handle: fn(u64)) {
    let (sender, items) = sync_channel(bound);
    thread::scope(|s| {
        s.spawn(move || items.into_iter().take_while(|item| *item != END).for_each(handle));
        for item in (0..count).map(make).chain([END]) {
            if sender.send(item).is_err() {
                break;
            }
        }
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn bounded_pipeline(pipeline);
}
