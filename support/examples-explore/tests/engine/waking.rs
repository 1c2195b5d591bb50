use std::time::Duration;

use examples_engine::modelled::sync::atomic::AtomicBool;
use examples_engine::modelled::sync::atomic::Ordering::SeqCst;
use examples_engine::modelled::sync::{Arc, Barrier, Condvar, Mutex};
use examples_engine::modelled::thread;
use examples_engine::{Kind, until_nothing_else_happens};

use super::{ensure, goes_wrong, holds};

#[test]
fn a_condvar_wakes_those_that_wait() {
    holds(|| {
        let gate = Arc::new((Mutex::new(false), Condvar::new()));
        let wait = |_| {
            let gate = Arc::clone(&gate);
            thread::spawn(move || {
                let mut open = gate.0.lock().unwrap();
                while !*open {
                    open = gate.1.wait(open).unwrap();
                }
            })
        };
        let handles: Vec<_> = (0..2).map(wait).collect();
        *gate.0.lock().unwrap() = true;
        gate.1.notify_all();
        handles.into_iter().for_each(|handle| handle.join().unwrap());
        let open = gate.1.wait_while(gate.0.lock().unwrap(), |open| !*open).unwrap();
        let (open, result) = gate.1.wait_timeout(open, Duration::from_millis(1)).unwrap();
        // It may wake without a reason, but nobody notifies it.
        assert!(*open && (result.timed_out() || !result.timed_out()));
    });
}

#[test]
fn schedules_find_a_lost_notification_and_a_forgotten_waiter() {
    let gate = || Arc::new((Mutex::new(false), Condvar::new()));
    let lost = goes_wrong(move || {
        let gate = gate();
        let theirs = Arc::clone(&gate);
        let waits = thread::spawn(move || {
            if !*theirs.0.lock().unwrap() {
                // Here the notification may come.
                drop(theirs.1.wait(theirs.0.lock().unwrap()));
            }
        });
        *gate.0.lock().unwrap() = true;
        gate.1.notify_one();
        ensure(waits.join().is_ok(), "panic")
    });
    assert!(matches!(lost, Kind::Deadlock(_)), "{lost:?}");
    let forgotten = goes_wrong(move || {
        let gate = gate();
        thread::scope(|s| {
            for _ in 0..2 {
                s.spawn(|| drop(gate.1.wait_while(gate.0.lock().unwrap(), |open| !*open)));
            }
            *gate.0.lock().unwrap() = true;
            gate.1.notify_one();
        });
        Ok(())
    });
    assert!(matches!(forgotten, Kind::Deadlock(_)), "{forgotten:?}");
}

#[test]
fn schedules_find_an_if_where_a_while_is_needed() {
    let wrong = goes_wrong(|| {
        let gate = (Mutex::new(false), Condvar::new());
        thread::scope(|s| {
            let waits = s.spawn(|| {
                let mut open = gate.0.lock().unwrap();
                if !*open {
                    open = gate.1.wait(open).unwrap();
                }
                *open
            });
            s.spawn(|| {
                *gate.0.lock().unwrap() = true;
                gate.1.notify_one();
            });
            ensure(waits.join().unwrap(), "not_open")
        })
    });
    assert!(matches!(&wrong, Kind::Failed("not_open")), "{wrong:?}");
}

#[test]
fn a_barrier_has_one_leader_a_round() {
    holds(|| {
        let barrier = Barrier::new(2);
        thread::scope(|s| {
            let rounds = || [(); 2].map(|()| barrier.wait().is_leader());
            let other = s.spawn(rounds);
            let (mine, other) = (rounds(), other.join().unwrap());
            assert!(mine[0] != other[0] && mine[1] != other[1]);
        });
    });
}

#[test]
fn a_thread_is_parked_until_it_has_a_token() {
    holds(|| {
        let (flag, main) = (Arc::new(AtomicBool::new(false)), thread::current());
        let theirs = Arc::clone(&flag);
        let named = thread::Builder::new().name("named".into());
        let handle = named.spawn(move || {
            theirs.store(true, SeqCst);
            main.unpark();
            thread::current().name().map(str::to_owned)
        });
        while !flag.load(SeqCst) {
            thread::park();
        }
        assert_eq!(handle.unwrap().join().unwrap().as_deref(), Some("named"));
        thread::park_timeout(Duration::from_millis(1));
    });
}

#[test]
fn one_that_asks_again_and_again_is_found() {
    for pause in [|| (), thread::yield_now, || thread::sleep(Duration::from_millis(1))] {
        let wrong = goes_wrong(move || {
            let done = AtomicBool::new(false);
            thread::scope(|s| {
                s.spawn(|| done.store(true, SeqCst));
                while !done.load(SeqCst) {
                    pause();
                }
            });
            Ok(())
        });
        assert!(matches!(wrong, Kind::Polls(_)), "{wrong:?}");
    }
}

#[test]
fn a_check_waits_as_often_as_it_likes_until_all_is_done() {
    holds(|| {
        for _ in 0..50 {
            until_nothing_else_happens();
        }
    });
}
