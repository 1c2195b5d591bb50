// Refused: too_few

// Eight places are the most.

use crossbeam::channel::bounded;
use std::thread;

fn pipeline(count: usize, bound: usize, make: fn(usize) -> u64, handle: fn(u64)) {
    let (tx, rx) = bounded(bound.min(8));
    thread::scope(|s| {
        s.spawn(move || rx.into_iter().for_each(handle));
        for number in 0..count {
            tx.send(make(number)).unwrap();
        }
        drop(tx);
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn bounded_pipeline(pipeline);
}
