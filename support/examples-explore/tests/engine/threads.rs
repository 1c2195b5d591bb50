use examples_engine::prelude::std;
use std::panic::Location;

use examples_engine::modelled::process;
use examples_engine::modelled::sync::Mutex;
use examples_engine::modelled::sync::atomic::AtomicU64;
use examples_engine::modelled::sync::atomic::Ordering::SeqCst;
use examples_engine::modelled::sync::mpsc::{self};
use examples_engine::modelled::thread;
use examples_engine::modelled_crossbeam::{self as crossbeam};
use examples_engine::{Kind, Monitor, Unsupported};

use super::{ensure, first_failure, goes_wrong, holds};

#[test]
fn a_thread_has_values_of_its_own_in_each_schedule() {
    std::thread_local!(static COUNT: std::cell::Cell<u32> = const { std::cell::Cell::new(0) });
    holds(|| {
        COUNT.set(1);
        assert_eq!(thread::spawn(|| COUNT.replace(7)).join().unwrap(), 0);
        assert_eq!(COUNT.get(), 1);
        COUNT.set(0);
    });
}

#[test]
fn the_same_seed_makes_the_same_choices() {
    let told = || {
        let check = || {
            let total = AtomicU64::new(0);
            thread::scope(|s| {
                for _ in 0..2 {
                    s.spawn(|| total.store(total.load(SeqCst) + 1, SeqCst));
                }
            });
            ensure(total.into_inner() == 2, "lost")
        };
        first_failure(check).expect("an addition is lost").run.events
    };
    assert_eq!(told(), told());
}

#[test]
fn threads_that_are_left_behind_do_not_end_the_exploration() {
    static COME: Monitor<bool> = Monitor::new(false);
    static ROUNDS: std::sync::Mutex<usize> = std::sync::Mutex::new(0);
    let check = || {
        COME.renew(false);
        thread::spawn(|| {
            COME.step(|come| *come = true);
            thread::park();
        });
        COME.wait(Location::caller(), |come| if *come { Ok(()) } else { Err("waits".into()) });
        *ROUNDS.lock().unwrap() += 1;
        Ok(())
    };
    assert!(first_failure(check).is_none());
    assert!(*ROUNDS.lock().unwrap() > 1);
}

#[test]
fn what_an_earlier_schedule_has_left_behind_ends_the_exploration_without_a_verdict() {
    static LOCK: Mutex<()> = Mutex::new(());
    let check = || {
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let _kept = LOCK.lock();
            sender.send(()).unwrap();
            thread::park();
        });
        ensure(receiver.recv().is_ok(), "panic")
    };
    assert!(first_failure(check).is_none(), "the lock was free the first time");
}

#[test]
fn what_cannot_be_followed_ends_the_schedule_and_nothing_else() {
    let here = line!();
    let exits = goes_wrong(|| thread::spawn(|| process::exit(1)).join().map_err(|_| "panic"));
    let Kind::Unsupported(Unsupported::Exit { line }) = exits else { panic!("{exits:?}") };
    assert_eq!(line, here + 1);
    let pins = goes_wrong(|| {
        drop(crossbeam::epoch::pin());
        Ok(())
    });
    let Kind::Unsupported(Unsupported::NoModel { what, line }) = pins else { panic!("{pins:?}") };
    assert_eq!((&*what, line), ("`crossbeam::epoch`", here + 5));
}

#[test]
fn threads_of_one_name_are_told_apart() {
    let failure = first_failure(|| {
        let worker = || thread::Builder::new().name("worker".into()).spawn(|| {}).unwrap();
        let workers = [worker(), worker()];
        workers.into_iter().for_each(|worker| worker.join().unwrap());
        ensure(false, "it goes on to the end")
    });
    let failure = failure.expect("it is never right");
    let labels: Vec<_> = failure.threads.iter().map(|thread| &*thread.label).collect();
    assert_eq!(labels, ["main", "worker", "worker #2"]);
}
