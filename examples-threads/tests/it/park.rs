use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use examples_testing::watched;
use examples_threads::park::wait_for;

#[test]
fn a_wake_up_is_never_too_early() {
    for _ in 0..1_000 {
        let flag = Arc::new(AtomicBool::new(false));
        let theirs = Arc::clone(&flag);
        let waiter = thread::spawn(move || wait_for(&theirs));
        flag.store(true, Ordering::Release);
        waiter.thread().unpark();
        watched("the waiter to wake up", || waiter.join().unwrap());
    }
}

/// With `if` in place of the loop, the waiter would return with the flag down.
#[test]
fn a_token_alone_does_not_end_the_wait() {
    let flag = Arc::new(AtomicBool::new(false));
    let theirs = Arc::clone(&flag);
    let waiter = thread::spawn(move || {
        wait_for(&theirs);
        theirs.load(Ordering::Acquire)
    });
    for _ in 0..1_000 {
        waiter.thread().unpark();
        thread::yield_now();
        assert!(!waiter.is_finished());
    }
    flag.store(true, Ordering::Release);
    waiter.thread().unpark();
    assert!(watched("the waiter to wake up", || waiter.join().unwrap()));
}
