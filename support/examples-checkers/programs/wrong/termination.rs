//! Workers end when the queue is empty, while another one has a job in hand that makes more jobs.
//!
//! From: Herlihy and Shavit, The Art of Multiprocessor Programming, section 17.6, "Termination-detecting barriers"
//! Fails: assertion

use std::sync::{Arc, Mutex};
use std::thread;

struct Pool {
    jobs: Vec<u32>,
    in_hand: usize,
}

/// A job of size 2 makes two jobs of size 1.
fn work(pool: &Mutex<Pool>) {
    loop {
        let mut state = pool.lock().unwrap();
        let Some(job) = state.jobs.pop() else {
            assert_eq!(state.in_hand, 0, "a worker ends, and jobs are to come");
            return;
        };
        state.in_hand += 1;
        drop(state);
        let new = if job == 2 { vec![1, 1] } else { vec![] };
        let mut state = pool.lock().unwrap();
        state.jobs.extend(new);
        state.in_hand -= 1;
    }
}

pub fn main() {
    let pool = Arc::new(Mutex::new(Pool { jobs: vec![2], in_hand: 0 }));
    let theirs = Arc::clone(&pool);
    let other = thread::spawn(move || work(&theirs));
    work(&pool);
    other.join().unwrap();
}
