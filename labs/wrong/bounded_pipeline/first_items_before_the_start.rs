// Refused: held_back

// The channel is filled before the second thread starts.

use std::sync::mpsc::sync_channel;
use std::thread;

fn pipeline(count: usize, bound: usize, make: fn(usize) -> u64, handle: fn(u64)) {
    let (tx, rx) = sync_channel(bound);
    let first = count.min(bound);
    for number in 0..first {
        tx.send(make(number)).unwrap();
    }
    thread::scope(|s| {
        s.spawn(move || rx.iter().for_each(handle));
        (first..count).for_each(|number| tx.send(make(number)).unwrap());
        drop(tx);
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn bounded_pipeline(pipeline);
}
