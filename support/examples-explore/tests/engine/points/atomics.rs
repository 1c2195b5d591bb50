use examples_engine::prelude::std;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release, SeqCst};
use std::sync::atomic::{AtomicPtr, AtomicU32, fence};
use std::thread;

use super::{Checked, ensure, finds, holds};

#[test]
fn a_weak_exchange_fails_without_a_reason() {
    finds("no reason", || {
        let number = AtomicU32::new(0);
        ensure(number.compare_exchange_weak(0, 1, SeqCst, SeqCst).is_ok(), "no reason")
    });
    holds(|| {
        let number = AtomicU32::new(0);
        ensure(number.compare_exchange(0, 1, SeqCst, SeqCst).is_ok(), "no reason")
    });
}

#[test]
fn between_a_load_and_a_store() {
    finds("lost", || {
        let total = AtomicU32::new(0);
        let add = || total.store(total.load(SeqCst) + 1, SeqCst);
        thread::scope(|s| {
            s.spawn(add);
            add();
        });
        ensure(total.into_inner() == 2, "lost")
    });
}

fn publishes(store: std::sync::atomic::Ordering, load: std::sync::atomic::Ordering) -> Checked {
    let (value, flag) = (AtomicU32::new(0), AtomicU32::new(0));
    thread::scope(|s| {
        s.spawn(|| {
            value.store(1, Relaxed);
            flag.store(1, store);
        });
        ensure(flag.load(load) == 0 || value.load(Relaxed) == 1, "old")
    })
}

#[test]
fn a_load_returns_an_old_value() {
    finds("old", || publishes(Relaxed, Acquire));
    finds("old", || publishes(Release, Relaxed));
    holds(|| publishes(Release, Acquire));
    holds(|| publishes(SeqCst, SeqCst));
}

/// Each thread writes one and reads the other. In one order of all, one of them reads what was written.
fn stores_and_loads(fences: bool) -> Checked {
    let (a, b) = (AtomicU32::new(0), AtomicU32::new(0));
    let one = |mine: &AtomicU32, other: &AtomicU32| {
        mine.store(1, Relaxed);
        if fences {
            fence(SeqCst);
        }
        other.load(Relaxed)
    };
    thread::scope(|s| {
        let other = s.spawn(|| one(&a, &b));
        let mine = one(&b, &a);
        ensure(mine + other.join().unwrap() > 0, "both old")
    })
}

#[test]
fn fences_bring_all_into_one_order() {
    finds("both old", || stores_and_loads(false));
    holds(|| stores_and_loads(true));
}

#[test]
fn pointers_have_old_values_too() {
    finds("old", || {
        let (one, two) = (&mut 1, &mut 2);
        let (pointer, flag) = (AtomicPtr::new(one), AtomicU32::new(0));
        let new: AtomicPtr<i32> = AtomicPtr::new(two);
        thread::scope(|s| {
            s.spawn(|| {
                pointer.store(new.load(Relaxed), Relaxed);
                flag.store(1, Relaxed);
            });
            let is_set = flag.load(Relaxed) == 1;
            ensure(!is_set || pointer.load(Relaxed) == new.load(Relaxed), "old")
        })
    });
}

#[test]
fn a_loop_that_ends_by_itself_does_not_poll() {
    fn looks(rounds: usize) -> Checked {
        let flag = AtomicU32::new(0);
        thread::scope(|s| {
            s.spawn(|| flag.store(1, SeqCst));
            for _ in 0..rounds {
                if flag.load(SeqCst) == 1 {
                    break;
                }
            }
        });
        Ok(())
    }
    holds(|| looks(60));
    finds("again and again", || looks(usize::MAX));
}

#[test]
fn a_pointer_to_the_value_is_refused_by_name() {
    finds("there is no model of `as_ptr` of an atomic", || {
        AtomicU32::new(0).as_ptr();
        Ok(())
    });
}
