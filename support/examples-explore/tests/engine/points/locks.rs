use examples_engine::prelude::std;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::sync::{Mutex, OnceLock, RwLock};
use std::thread;

use super::{ensure, finds, holds};

#[test]
fn before_it_unlocks() {
    finds("taken", || {
        let (lock, flag) = (Mutex::new(()), AtomicBool::new(false));
        thread::scope(|s| {
            s.spawn(|| {
                let _guard = lock.lock();
                flag.store(true, SeqCst);
            });
            ensure(!flag.load(SeqCst) || lock.try_lock().is_ok(), "taken")
        })
    });
}

#[test]
fn before_it_locks() {
    finds("between", || {
        let total = Mutex::new(0);
        let get = || *total.lock().unwrap();
        thread::scope(|s| {
            s.spawn(|| *total.lock().unwrap() += 1);
            ensure(get() == get(), "between")
        })
    });
}

#[test]
fn between_two_looks_at_the_poison() {
    finds("between", || {
        let lock = Mutex::new(());
        thread::scope(|s| {
            let panics = s.spawn(|| {
                let _guard = lock.lock();
                std::panic::resume_unwind(Box::new("wanted"));
            });
            let (first, then) = (lock.is_poisoned(), lock.is_poisoned());
            let _ = panics.join();
            ensure(first == then, "between")
        })
    });
}

#[test]
fn before_it_clears_the_poison() {
    finds("twice", || {
        let (lock, cleared) = (RwLock::new(()), AtomicU32::new(0));
        thread::scope(|s| {
            let panics = s.spawn(|| {
                let _guard = lock.write();
                std::panic::resume_unwind(Box::new("wanted"));
            });
            let _ = panics.join();
            let clear = || {
                if lock.is_poisoned() {
                    lock.clear_poison();
                    cleared.fetch_add(1, SeqCst);
                }
            };
            let other = s.spawn(clear);
            clear();
            other.join().unwrap();
            ensure(cleared.load(SeqCst) == 1, "twice")
        })
    });
}

#[test]
fn a_reader_waits_behind_a_writer_that_waits() {
    finds("deadlock", || {
        let lock = RwLock::new(0);
        thread::scope(|s| {
            s.spawn(|| *lock.write().unwrap() += 1);
            let first = lock.read().unwrap();
            ensure(*first == *lock.read().unwrap(), "changed")
        })
    });
    holds(|| {
        let lock = RwLock::new(0);
        thread::scope(|s| {
            s.spawn(|| *lock.write().unwrap() += 1);
            s.spawn(|| *lock.write().unwrap() += 1);
            drop(lock.read());
        });
        ensure(lock.into_inner().unwrap() == 2, "lost")
    });
}

#[test]
fn before_a_value_is_there() {
    finds("not there", || {
        let (value, flag) = (OnceLock::new(), AtomicBool::new(false));
        thread::scope(|s| {
            s.spawn(|| _ = value.get_or_init(|| flag.store(true, SeqCst)));
            ensure(!flag.load(SeqCst) || value.get().is_some(), "not there")
        })
    });
}
