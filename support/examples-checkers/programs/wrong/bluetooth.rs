//! A driver counts the requests that are under way, and stops when there is none. A request looks whether the
//! driver is stopping before it counts itself.
//!
//! From: Qadeer and Wu, KISS: Keep It Simple and Sequential, PLDI 2004; SCTBench, bluetooth_driver_bad,
//! <https://github.com/mc-imperial/sctbench>
//! Fails: assertion

use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::thread;

struct Driver {
    stopping: AtomicBool,
    stopped: AtomicBool,
    under_way: AtomicUsize,
}

fn request(driver: &Driver) {
    if driver.stopping.load(SeqCst) {
        return;
    }
    driver.under_way.fetch_add(1, SeqCst);
    assert!(!driver.stopped.load(SeqCst), "a request runs on a stopped driver");
    driver.under_way.fetch_sub(1, SeqCst);
}

fn stop(driver: &Driver) {
    driver.stopping.store(true, SeqCst);
    if driver.under_way.load(SeqCst) == 0 {
        driver.stopped.store(true, SeqCst);
    }
}

pub fn main() {
    let driver = Arc::new(Driver {
        stopping: AtomicBool::new(false),
        stopped: AtomicBool::new(false),
        under_way: AtomicUsize::new(0),
    });
    let theirs = Arc::clone(&driver);
    let other = thread::spawn(move || request(&theirs));
    stop(&driver);
    other.join().unwrap();
}
