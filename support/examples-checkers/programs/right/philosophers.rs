//! Three dining philosophers, of which one takes the right fork first.
//!
//! From: Downey, The Little Book of Semaphores, section 4.4

use std::sync::{Arc, Mutex};
use std::thread;

fn dine(forks: &[Mutex<u32>; 3], seat: usize) {
    let (left, right) = (seat, (seat + 1) % 3);
    let mut first = forks[left.min(right)].lock().unwrap();
    let mut second = forks[left.max(right)].lock().unwrap();
    *first += 1;
    *second += 1;
}

pub fn main() {
    let forks = Arc::new([Mutex::new(0), Mutex::new(0), Mutex::new(0)]);
    let others = [1, 2].map(|seat| {
        let forks = Arc::clone(&forks);
        thread::spawn(move || dine(&forks, seat))
    });
    dine(&forks, 0);
    for other in others {
        other.join().unwrap();
    }
    assert_eq!([0, 1, 2].map(|fork| *forks[fork].lock().unwrap()), [2, 2, 2]);
}
