// Refused: lost_item

// What does not fit is thrown away.

use std::sync::mpsc::sync_channel;
use std::thread;

fn fan_in(producers: usize, items: fn(usize) -> Vec<u64>) -> Vec<u64> {
    let (tx, rx) = sync_channel(10_000);
    for number in 0..producers {
        let tx = tx.clone();
        thread::spawn(move || {
            for item in items(number) {
                let _ = tx.try_send(item);
            }
        });
    }
    drop(tx);
    rx.iter().collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn fan_in(fan_in);
}
