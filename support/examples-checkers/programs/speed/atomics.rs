//! Two threads of ten steps on one atomic each way: schedules a second.
//!
//! From: the measure of this comparison itself

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;

pub fn main() {
    let counter = Arc::new(AtomicUsize::new(0));
    let threads = [(); 2].map(|()| {
        let counter = Arc::clone(&counter);
        thread::spawn(move || [(); 10].map(|()| counter.fetch_add(1, SeqCst)))
    });
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(counter.load(SeqCst), 20);
}
