// Refused: busy_waiting

// While the other thread says that it is about to take an item, the maker asks again and again for room.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

use crossbeam::channel::bounded;

fn pipeline(count: usize, bound: usize, make: fn(usize) -> u64, handle: fn(u64)) {
    let (sender, items) = bounded(bound);
    let is_taken = &AtomicBool::new(false);
    thread::scope(|s| {
        s.spawn(move || {
            for number in 0..count {
                let item = make(number);
                while sender.is_full() && is_taken.load(SeqCst) {
                    thread::yield_now();
                }
                sender.send(item).unwrap();
            }
        });
        loop {
            is_taken.store(true, SeqCst);
            let item = items.try_recv();
            is_taken.store(false, SeqCst);
            let Some(item) = item.ok().or_else(|| items.recv().ok()) else { break };
            handle(item);
        }
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn bounded_pipeline(pipeline);
}
