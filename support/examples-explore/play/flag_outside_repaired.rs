use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Condvar, Mutex};
use std::thread;

fn main() {
    let ready = AtomicBool::new(false);
    let lock = Mutex::new(());
    let changed = Condvar::new();
    thread::scope(|s| {
        s.spawn(|| {
            let mut guard = lock.lock().unwrap();
            while !ready.load(SeqCst) {
                guard = changed.wait(guard).unwrap();
            }
        });
        s.spawn(|| {
            let guard = lock.lock().unwrap();
            ready.store(true, SeqCst);
            drop(guard);
            changed.notify_one();
        });
    });
}
