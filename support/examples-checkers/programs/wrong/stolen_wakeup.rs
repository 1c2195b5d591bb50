//! A consumer waits with `if` instead of `while`. Between the notification and its waking, another consumer takes
//! the item.
//!
//! From: Lampson and Redell, Experience with Processes and Monitors in Mesa, CACM 23(2), 1980
//! Fails: assertion

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

struct Queue {
    items: Mutex<VecDeque<u32>>,
    filled: Condvar,
}

fn push(queue: &Queue, item: u32) {
    queue.items.lock().unwrap().push_back(item);
    queue.filled.notify_one();
}

fn pop(queue: &Queue) -> u32 {
    let mut items = queue.items.lock().unwrap();
    if items.is_empty() {
        items = queue.filled.wait(items).unwrap();
    }
    items.pop_front().expect("a consumer was notified")
}

pub fn main() {
    let queue = Arc::new(Queue { items: Mutex::new(VecDeque::new()), filled: Condvar::new() });
    let consumers = [(); 2].map(|()| {
        let queue = Arc::clone(&queue);
        thread::spawn(move || pop(&queue))
    });
    push(&queue, 1);
    push(&queue, 2);
    let sum: u32 = consumers.map(|consumer| consumer.join().unwrap()).iter().sum();
    assert_eq!(sum, 3);
}
