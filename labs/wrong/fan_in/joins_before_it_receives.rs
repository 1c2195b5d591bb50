// Refused: deadlock

// There is room for 64 items, and nobody receives before all threads have ended.

use crossbeam::channel::bounded;
use std::thread;

fn fan_in(producers: usize, items: fn(usize) -> Vec<u64>) -> Vec<u64> {
    let (tx, rx) = bounded(64);
    thread::scope(|s| {
        for number in 0..producers {
            let tx = tx.clone();
            s.spawn(move || items(number).into_iter().for_each(|item| tx.send(item).unwrap()));
        }
    });
    drop(tx);
    rx.into_iter().collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn fan_in(fan_in);
}
