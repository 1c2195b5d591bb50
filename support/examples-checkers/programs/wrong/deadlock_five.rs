//! Five dining philosophers: each takes the left fork, then the right one. All five must be between their forks
//! at the same time.
//!
//! From: Downey, The Little Book of Semaphores, section 4.4; SCTBench, din_phil5_sat,
//! <https://github.com/mc-imperial/sctbench>
//! Fails: deadlock

use std::sync::{Arc, Mutex};
use std::thread;

fn dine(forks: &[Mutex<()>; 5], seat: usize) {
    let _left = forks[seat].lock().unwrap();
    let _right = forks[(seat + 1) % 5].lock().unwrap();
}

pub fn main() {
    let forks = Arc::new([(); 5].map(Mutex::new));
    let others = [1, 2, 3, 4].map(|seat| {
        let forks = Arc::clone(&forks);
        thread::spawn(move || dine(&forks, seat))
    });
    dine(&forks, 0);
    for other in others {
        other.join().unwrap();
    }
}
