//! A semaphore with one permit keeps two threads apart.
//!
//! From: Downey, The Little Book of Semaphores, section 3.4, "Mutex"

use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

struct Semaphore {
    permits: Mutex<usize>,
    released: Condvar,
    inside: AtomicUsize,
}

fn enter(semaphore: &Semaphore) {
    let mut permits = semaphore.permits.lock().unwrap();
    while *permits == 0 {
        permits = semaphore.released.wait(permits).unwrap();
    }
    *permits -= 1;
    drop(permits);
    assert_eq!(semaphore.inside.fetch_add(1, SeqCst), 0, "two are inside");
    semaphore.inside.fetch_sub(1, SeqCst);
    *semaphore.permits.lock().unwrap() += 1;
    semaphore.released.notify_one();
}

pub fn main() {
    let semaphore = Arc::new(Semaphore {
        permits: Mutex::new(1),
        released: Condvar::new(),
        inside: AtomicUsize::new(0),
    });
    let others = [(); 2].map(|()| {
        let semaphore = Arc::clone(&semaphore);
        thread::spawn(move || enter(&semaphore))
    });
    for other in others {
        other.join().unwrap();
    }
}
