// Refused: lost_item

// It gives up after a second.

use crossbeam::channel::unbounded;
use std::thread;
use std::time::Duration;

fn fan_in(producers: usize, items: fn(usize) -> Vec<u64>) -> Vec<u64> {
    let (tx, rx) = unbounded();
    for number in 0..producers {
        let tx = tx.clone();
        thread::spawn(move || {
            for item in items(number) {
                let _ = tx.send(item);
            }
        });
    }
    drop(tx);
    std::iter::from_fn(|| rx.recv_timeout(Duration::from_secs(1)).ok()).collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn fan_in(fan_in);
}
