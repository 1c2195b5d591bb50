use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use examples_testing::watched;
use examples_threads::condvar::Mailbox;

/// The pauses let the threads fall asleep in this order, mostly. `notify_one` would then wake a thread
/// that wants three letters.
#[test]
fn threads_that_wait_for_different_numbers_all_get_theirs() {
    for _ in 0..50 {
        watched("three threads to get their letters", || {
            let (mailbox, pause) = (Mailbox::default(), Duration::from_millis(1));
            thread::scope(|s| {
                for _ in 0..2 {
                    s.spawn(|| mailbox.take(3));
                }
                thread::sleep(pause);
                let small = s.spawn(|| mailbox.take(1));
                thread::sleep(pause);
                mailbox.deliver();
                small.join().unwrap();
                (0..6).for_each(|_| mailbox.deliver());
            });
        });
    }
}

#[test]
fn a_thread_goes_on_only_when_there_are_enough_letters() {
    let (mailbox, taken) = (Arc::new(Mailbox::default()), Arc::new(AtomicBool::new(false)));
    let (theirs, flag) = (Arc::clone(&mailbox), Arc::clone(&taken));
    let taker = thread::spawn(move || {
        theirs.take(1_000);
        flag.store(true, Ordering::Relaxed);
    });
    for _ in 0..999 {
        mailbox.deliver();
        assert!(!taken.load(Ordering::Relaxed));
    }
    mailbox.deliver();
    watched("the last letter", || taker.join().unwrap());
}

#[test]
fn a_bell_that_rang_before_is_not_heard() {
    let mailbox = Mailbox::default();
    for _ in 0..20 {
        mailbox.deliver();
        assert!(!mailbox.hears_bell(Duration::from_millis(1)));
    }
}

#[test]
fn a_bell_that_rings_during_the_wait_is_heard() {
    watched("the bell", || {
        let (mailbox, heard) = (Mailbox::default(), AtomicBool::new(false));
        thread::scope(|s| {
            s.spawn(|| {
                while !heard.load(Ordering::Relaxed) {
                    mailbox.deliver();
                    thread::yield_now();
                }
            });
            while !mailbox.hears_bell(Duration::from_secs(1)) {}
            heard.store(true, Ordering::Relaxed);
        });
    });
}

/// Who delivers lets go of the lock before the bell rings. So a thread can see the letter first, and hear the bell in its
/// next wait.
#[test]
fn a_late_bell_wakes_a_thread_that_has_its_letter_already() {
    let letters = watched("the late bell", || {
        let (letters, bell) = (Mutex::new(0), Condvar::new());
        let (take, taken) = mpsc::channel();
        thread::scope(|s| {
            *letters.lock().unwrap() += 1;
            let taker = s.spawn(|| {
                let mut letters = letters.lock().unwrap();
                *letters -= 1;
                take.send(()).unwrap();
                *bell.wait(letters).unwrap() // Waits for the next letter.
            });
            taken.recv().unwrap();
            drop(letters.lock().unwrap()); // The lock is free only when the taker sleeps.
            bell.notify_all(); // For the letter that was taken long ago.
            taker.join().unwrap()
        })
    });
    assert_eq!(letters, 0, "woken, and there is nothing");
}
