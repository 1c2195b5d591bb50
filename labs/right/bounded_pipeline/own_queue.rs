// A queue of its own with a lock and two places to wait.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex};
use std::thread;

fn pipeline(count: usize, bound: usize, make: fn(usize) -> u64, handle: fn(u64)) {
    let queue = Mutex::new(VecDeque::new());
    let (room, item) = (Condvar::new(), Condvar::new());
    thread::scope(|s| {
        s.spawn(|| {
            for number in 0..count {
                let made = make(number);
                let full = |queue: &mut VecDeque<u64>| queue.len() >= bound;
                let mut queue = room.wait_while(queue.lock().unwrap(), full).unwrap();
                queue.push_back(made);
                item.notify_one();
            }
        });
        s.spawn(|| {
            for _ in 0..count {
                let empty = |queue: &mut VecDeque<u64>| queue.is_empty();
                let next = item.wait_while(queue.lock().unwrap(), empty).unwrap().pop_front();
                room.notify_one();
                handle(next.unwrap());
            }
        });
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn bounded_pipeline(pipeline);
}
