//! A queue with one place, and a condition variable for each kind of waiter.
//!
//! From: Hoare, Monitors: An Operating System Structuring Concept, CACM 17(10), 1974

use std::sync::{Arc, Condvar, Mutex};
use std::thread;

struct Slot {
    item: Mutex<Option<u32>>,
    filled: Condvar,
    emptied: Condvar,
}

fn put(slot: &Slot, new: u32) {
    let mut item = slot.item.lock().unwrap();
    while item.is_some() {
        item = slot.emptied.wait(item).unwrap();
    }
    *item = Some(new);
    slot.filled.notify_one();
}

fn take(slot: &Slot) -> u32 {
    let mut item = slot.item.lock().unwrap();
    loop {
        if let Some(taken) = item.take() {
            slot.emptied.notify_one();
            return taken;
        }
        item = slot.filled.wait(item).unwrap();
    }
}

pub fn main() {
    let slot = Slot { item: Mutex::new(None), filled: Condvar::new(), emptied: Condvar::new() };
    let slot = Arc::new(slot);
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
