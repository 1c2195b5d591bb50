//! A barrier that counts its rounds, and can be used again at once.
//!
//! From: Downey, The Little Book of Semaphores, section 3.7, "Reusable barrier" (here with a number of the round)

use std::sync::{Arc, Condvar, Mutex};
use std::thread;

const THREADS: usize = 2;

struct Barrier {
    state: Mutex<(usize, usize)>, // how many have arrived, and the round
    complete: Condvar,
}

fn meet(barrier: &Barrier) {
    let mut state = barrier.state.lock().unwrap();
    let round = state.1;
    state.0 += 1;
    if state.0 == THREADS {
        *state = (0, round + 1);
        barrier.complete.notify_all();
    }
    while state.1 == round {
        state = barrier.complete.wait(state).unwrap();
    }
}

pub fn main() {
    let barrier = Arc::new(Barrier { state: Mutex::new((0, 0)), complete: Condvar::new() });
    let theirs = Arc::clone(&barrier);
    let other = thread::spawn(move || [(); 2].map(|()| meet(&theirs)));
    meet(&barrier);
    meet(&barrier);
    other.join().unwrap();
}
