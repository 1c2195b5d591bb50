//! Producers and consumers of a queue with one place wait on the same condition variable, and `notify_one` wakes
//! the wrong kind: a producer tells a producer.
//!
//! From: Downey, The Little Book of Semaphores, section 4.1; told in <https://stackoverflow.com/questions/37026>
//! Fails: deadlock

use std::sync::{Arc, Condvar, Mutex};
use std::thread;

struct Slot {
    item: Mutex<Option<u32>>,
    changed: Condvar,
}

fn put(slot: &Slot, new: u32) {
    let mut item = slot.item.lock().unwrap();
    while item.is_some() {
        item = slot.changed.wait(item).unwrap();
    }
    *item = Some(new);
    slot.changed.notify_one();
}

fn take(slot: &Slot) -> u32 {
    let mut item = slot.item.lock().unwrap();
    loop {
        if let Some(taken) = item.take() {
            slot.changed.notify_one();
            return taken;
        }
        item = slot.changed.wait(item).unwrap();
    }
}

pub fn main() {
    let slot = Arc::new(Slot { item: Mutex::new(None), changed: Condvar::new() });
    let putters = [1, 2].map(|item| {
        let slot = Arc::clone(&slot);
        thread::spawn(move || put(&slot, item))
    });
    let theirs = Arc::clone(&slot);
    let taker = thread::spawn(move || take(&theirs));
    let sum = take(&slot) + taker.join().unwrap();
    assert_eq!(sum, 3);
    for putter in putters {
        putter.join().unwrap();
    }
}
