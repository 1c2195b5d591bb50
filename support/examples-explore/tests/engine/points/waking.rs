use crossbeam::sync::WaitGroup;
use examples_engine::prelude::{crossbeam, std};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Barrier, Condvar, Mutex};
use std::thread;

use super::{ensure, finds, holds};

#[test]
fn before_it_sleeps() {
    finds("deadlock", || {
        let (lock, bell, flag) = (Mutex::new(()), Condvar::new(), AtomicBool::new(false));
        thread::scope(|s| {
            s.spawn(|| {
                let mut guard = lock.lock().unwrap();
                while !flag.load(SeqCst) {
                    guard = bell.wait(guard).unwrap();
                }
            });
            flag.store(true, SeqCst);
            bell.notify_all();
        });
        Ok(())
    });
}

#[test]
fn a_sleeper_wakes_without_a_notification() {
    finds("early", || {
        let (open, bell) = (Mutex::new(false), Condvar::new());
        thread::scope(|s| {
            s.spawn(|| {
                *open.lock().unwrap() = true;
                bell.notify_one();
            });
            let guard = open.lock().unwrap();
            let is_open = *guard || *bell.wait(guard).unwrap();
            ensure(is_open, "early")
        })
    });
}

#[test]
fn any_of_the_sleepers_is_notified() {
    finds("deadlock", || {
        let (turn, bell) = (Mutex::new(0), Condvar::new());
        thread::scope(|s| {
            for mine in [1, 2] {
                let (turn, bell) = (&turn, &bell);
                s.spawn(move || drop(bell.wait_while(turn.lock().unwrap(), |turn| *turn < mine)));
            }
            *turn.lock().unwrap() = 1;
            bell.notify_one();
            *turn.lock().unwrap() = 2;
            bell.notify_one();
        });
        Ok(())
    });
}

#[test]
fn a_parked_thread_wakes_without_a_token() {
    finds("early", || {
        let (flag, main) = (AtomicBool::new(false), thread::current());
        thread::scope(|s| {
            s.spawn(|| {
                flag.store(true, SeqCst);
                main.unpark();
            });
            thread::park();
            ensure(flag.load(SeqCst), "early")
        })
    });
}

#[test]
fn before_it_hands_over_a_token() {
    finds("not yet", || {
        let (done, flag, main) =
            (AtomicBool::new(false), AtomicBool::new(false), thread::current());
        thread::scope(|s| {
            let parked = s.spawn(|| {
                thread::park();
                done.store(true, SeqCst);
            });
            s.spawn(move || main.unpark());
            parked.thread().unpark();
            flag.store(true, SeqCst);
            ensure(done.load(SeqCst), "not yet")
        })
    });
}

#[test]
fn the_leader_of_a_barrier_may_be_anyone() {
    finds("main leads", || {
        let barrier = Barrier::new(2);
        thread::scope(|s| {
            s.spawn(|| barrier.wait());
            ensure(!barrier.wait().is_leader(), "main leads")
        })
    });
    finds("main follows", || {
        let barrier = Barrier::new(2);
        thread::scope(|s| {
            s.spawn(|| barrier.wait());
            ensure(barrier.wait().is_leader(), "main follows")
        })
    });
}

#[test]
fn a_wait_group_waits_for_its_last_clone() {
    holds(|| {
        let (group, flag) = (WaitGroup::new(), AtomicBool::new(false));
        thread::scope(|s| {
            let theirs = group.clone();
            s.spawn(|| {
                flag.store(true, SeqCst);
                drop(theirs);
            });
            group.wait();
            ensure(flag.load(SeqCst), "early")
        })
    });
    finds("deadlock", || {
        let group = WaitGroup::new();
        let kept = group.clone();
        group.wait();
        drop(kept);
        Ok(())
    });
}
