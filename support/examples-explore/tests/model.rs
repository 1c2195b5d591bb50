//! The model of std: in schedules and for threads that run freely it does what std does, and a schedule finds
//! what goes wrong.

use std::panic::Location;
use std::time::Duration;

use examples_explore::modelled::process;
use examples_explore::modelled::sync::atomic::Ordering::{
    self, AcqRel, Acquire, Relaxed, Release, SeqCst,
};
use examples_explore::modelled::sync::atomic::{AtomicBool, AtomicU64, fence};
use examples_explore::modelled::sync::mpsc::{self, RecvTimeoutError, TryRecvError, TrySendError};
use examples_explore::modelled::sync::{
    Arc, Barrier, Condvar, LazyLock, Mutex, Once, OnceLock, RwLock, TryLockError,
};
use examples_explore::modelled::thread;
use examples_explore::modelled_crossbeam::{self as crossbeam, atomic::AtomicCell, channel};
use examples_explore::prelude::std;
use examples_explore::{Failure, Kind, Monitor, Outcome, Search, Unsupported};

/// Runs a check in all schedules, and once freely.
#[track_caller]
fn holds(check: fn()) {
    check();
    explored(check);
}

/// What a check says. Its error names what is wrong.
type Checked = Result<(), &'static str>;

fn ensure(holds: bool, says: &'static str) -> Checked {
    if holds { Ok(()) } else { Err(says) }
}

/// Runs a check until a schedule goes wrong.
fn first_failure(
    check: impl Fn() -> Checked + Send + Sync + 'static,
) -> Option<Failure<&'static str>> {
    let search = Search { schedules: 400, ..Search::default() };
    let mut exploration = search.begin(check);
    let failure = exploration.find_map(|outcome| match outcome {
        Outcome::Failed(failure) => Some(failure),
        _ => None,
    })?;
    let Outcome::Failed(again) = exploration.again(&failure.order) else { panic!("{failure:#?}") };
    Some(again)
}

/// Runs a check in all schedules.
#[track_caller]
fn explored(check: fn()) {
    let check = move || {
        check();
        Ok(())
    };
    let failure = first_failure(check);
    assert!(failure.is_none(), "{failure:#?}");
}

/// Returns how a check goes wrong in one of the schedules.
#[track_caller]
fn goes_wrong(check: impl Fn() -> Checked + Send + Sync + 'static) -> Kind<&'static str> {
    first_failure(check).expect("one of the schedules goes wrong").kind
}

/// Returns what a check says in a schedule with weak memory, if it goes wrong in one.
#[track_caller]
fn says_wrong(check: impl Fn() -> Checked + Send + Sync + 'static) -> Option<&'static str> {
    let failure = first_failure(check)?;
    let Kind::Failed(says) = failure.kind else { panic!("{failure:#?}") };
    Some(says)
}

#[test]
fn a_mutex_lets_one_thread_in_at_a_time() {
    holds(|| {
        let total = Arc::new(Mutex::new(0));
        let add = |_| {
            let total = Arc::clone(&total);
            thread::spawn(move || *total.lock().unwrap() += 1)
        };
        let handles: Vec<_> = (0..3).map(add).collect();
        handles.into_iter().for_each(|handle| handle.join().unwrap());
        assert_eq!(*total.lock().unwrap(), 3);
        let guard = total.lock().unwrap();
        assert!(matches!(total.try_lock(), Err(TryLockError::WouldBlock)));
        drop(guard);
        assert_eq!(*total.try_lock().unwrap(), 3);
        assert_eq!(Arc::into_inner(total).unwrap().into_inner().unwrap(), 3);
    });
}

#[test]
fn a_panic_poisons_a_lock_and_comes_back_at_the_join() {
    holds(|| {
        let lock = Arc::new((Mutex::new(0), RwLock::new(0)));
        let theirs = Arc::clone(&lock);
        let handle = thread::spawn(move || {
            let _guards = (theirs.0.lock().unwrap(), theirs.1.write().unwrap());
            std::panic::resume_unwind(Box::new("wanted"));
        });
        assert_eq!(handle.join().unwrap_err().downcast_ref(), Some(&"wanted"));
        assert!(lock.0.is_poisoned() && lock.1.is_poisoned());
        assert!(lock.0.lock().is_err() && lock.1.read().is_err());
        lock.0.clear_poison();
        assert_eq!(*lock.0.lock().unwrap(), 0);
    });
}

#[test]
fn readers_share_a_lock_and_a_writer_does_not() {
    holds(|| {
        let lock = Arc::new(RwLock::new(0));
        let first = lock.read().unwrap();
        assert_eq!(*lock.read().unwrap(), *first);
        assert!(lock.try_write().is_err());
        drop(first);
        let writer = lock.write().unwrap();
        assert!(lock.try_read().is_err());
        drop(writer);
        thread::scope(|s| {
            for _ in 0..2 {
                s.spawn(|| *lock.write().unwrap() += 1);
            }
        });
        assert_eq!(*lock.read().unwrap(), 2);
    });
}

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
fn channels_of_std_end_with_their_last_sender() {
    holds(|| {
        let (sender, receiver) = mpsc::channel();
        for number in 0..2 {
            let sender = sender.clone();
            thread::spawn(move || sender.send(number).unwrap());
        }
        assert!(matches!(receiver.recv_timeout(Duration::from_secs(9)), Ok(0 | 1)));
        drop(sender);
        assert_eq!(receiver.iter().count(), 1);
        assert_eq!(receiver.try_recv(), Err(TryRecvError::Disconnected));

        let (sender, receiver) = mpsc::sync_channel(1);
        sender.send(1).unwrap();
        assert_eq!(sender.try_send(2), Err(TrySendError::Full(2)));
        assert_eq!(receiver.recv(), Ok(1));
        assert_eq!(receiver.recv_timeout(Duration::ZERO), Err(RecvTimeoutError::Timeout));
        drop(receiver);
        assert!(sender.send(3).is_err());
    });
}

#[test]
fn a_channel_without_room_hands_over() {
    holds(|| {
        let (sender, receiver) = channel::bounded(0);
        let taken = AtomicBool::new(false);
        thread::scope(|s| {
            s.spawn(|| {
                sender.send(1).unwrap();
                assert!(taken.load(SeqCst), "`send` returns when the message has been taken");
                drop(sender);
            });
            assert_eq!(receiver.len(), 0);
            taken.store(true, SeqCst);
            assert_eq!(receiver.recv(), Ok(1));
            assert_eq!(receiver.recv(), Err(channel::RecvError));
        });
        let (sender, receiver) = channel::bounded(0);
        assert!(sender.try_send(1).is_err(), "nobody waits for it");
        assert!(sender.send_timeout(2, Duration::from_millis(1)).is_err());
        let other = thread::spawn(move || sender.send(3));
        drop(receiver);
        assert_eq!(other.join().unwrap(), Err(channel::SendError(3)));
    });
}

#[test]
fn crossbeams_channels_scope_and_wait_group_work() {
    holds(|| {
        let (sender, receiver) = channel::bounded(1);
        let group = crossbeam::sync::WaitGroup::new();
        let sum = crossbeam::scope(|s| {
            for number in 1..=2 {
                let (sender, group) = (sender.clone(), group.clone());
                s.spawn(move |s| {
                    s.spawn(move |_| sender.send(number).unwrap());
                    drop(group);
                });
            }
            drop(sender);
            let receiver = receiver.clone();
            let sum = s.spawn(move |_| receiver.iter().sum::<u64>());
            group.wait();
            sum.join().unwrap()
        });
        assert_eq!(sum.unwrap(), 3);
        assert!(receiver.is_empty() && !receiver.is_full() && receiver.capacity() == Some(1));
    });
}

#[test]
fn crossbeams_select_takes_what_is_ready() {
    holds(|| {
        let (sender, numbers) = channel::unbounded();
        let (words, texts) = channel::bounded(1);
        let never = channel::never::<()>();
        let other = thread::spawn(move || {
            sender.send(1).unwrap();
            let last = texts.recv().unwrap();
            sender.send(2).unwrap();
            last
        });
        let (mut sum, mut sent) = (0, false);
        loop {
            crossbeam::select! {
                recv(numbers) -> number => match number {
                    Ok(number) => sum += number,
                    Err(_) => break,
                },
                recv(&never) -> _ => unreachable!(),
                send(words, "text") -> result => {
                    // When the other thread has ended this is an error, again and again.
                    assert!(result.is_ok() || sent);
                    sent = true;
                    if result.is_err() {
                        sum += numbers.iter().sum::<u64>();
                        break;
                    }
                }
            }
        }
        assert_eq!(sum, 3);
        assert_eq!(other.join().unwrap(), "text");
        let none = crossbeam::select! {
            recv(never) -> _ => false,
            default => true,
        };
        assert!(none);
        crossbeam::select! {
            recv(never) -> _ => unreachable!(),
            default(Duration::from_secs(9)) => {}
        }
    });
}

#[test]
fn crossbeams_select_takes_any_and_the_biased_one_the_first() {
    explored(|| {
        let (a, b) = (channel::unbounded(), channel::unbounded());
        a.0.send('a').unwrap();
        b.0.send('b').unwrap();
        let first = channel::select_biased! {
            recv(a.1) -> letter => letter,
            recv(b.1) -> letter => letter
        };
        assert_eq!(first, Ok('a'));
        let mut select = channel::Select::new();
        let of_a = select.recv(&a.1);
        let of_b = select.recv(&b.1);
        assert_eq!(select.ready(), of_b);
        let selected = select.try_select().unwrap();
        assert_eq!((selected.index(), selected.recv(&b.1)), (of_b, Ok('b')));
        assert!(select.try_select().is_err());
        select.remove(of_a);
        drop(b.0);
        assert_eq!(select.select().index(), of_b);
    });
    let kind = goes_wrong(|| {
        let (a, b) = (channel::unbounded(), channel::unbounded());
        a.0.send('a').unwrap();
        b.0.send('b').unwrap();
        let first = channel::select! {
            recv(a.1) -> letter => letter,
            recv(b.1) -> letter => letter,
        };
        ensure(first == Ok('a'), "b")
    });
    assert!(matches!(kind, Kind::Failed(_)));
}

#[test]
fn a_select_for_which_nothing_comes_is_found() {
    let kind = goes_wrong(|| {
        let (a, b) = (channel::unbounded::<u64>(), channel::unbounded::<u64>());
        let first = channel::select! {
            recv(a.1) -> number => number,
            recv(b.1) -> number => number,
        };
        ensure(first.is_ok(), "closed")
    });
    let Kind::Deadlock(waits) = kind else { panic!("{kind:?}") };
    assert_eq!(waits[0].what, "waits for any of 2 channels");
}

#[test]
fn a_value_is_made_once() {
    holds(|| {
        let made = Arc::new(AtomicU64::new(0));
        let once = Once::new();
        let cell = OnceLock::new();
        let lazy = LazyLock::new(|| made.fetch_add(1, SeqCst));
        let ask = || {
            once.call_once(|| _ = made.fetch_add(1, SeqCst));
            cell.get_or_init(|| made.fetch_add(1, SeqCst));
            *lazy
        };
        let answers =
            thread::scope(|s| [s.spawn(ask), s.spawn(ask)].map(|one| one.join().unwrap()));
        assert_eq!(answers[0], answers[1]);
        assert_eq!(made.load(SeqCst), 3);
        assert!(once.is_completed() && cell.set(9).is_err());
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
fn an_atomic_step_is_whole_and_two_are_not() {
    holds(|| {
        let total = AtomicU64::new(0);
        thread::scope(|s| {
            s.spawn(|| total.fetch_add(1, SeqCst));
            s.spawn(|| total.fetch_update(SeqCst, SeqCst, |old| Some(old + 1)));
        });
        assert_eq!(total.into_inner(), 2);
    });
    let wrong = goes_wrong(|| {
        let total = AtomicU64::new(0);
        thread::scope(|s| {
            for _ in 0..2 {
                s.spawn(|| total.store(total.load(SeqCst) + 1, SeqCst));
            }
        });
        ensure(total.into_inner() == 2, "lost")
    });
    assert!(matches!(&wrong, Kind::Failed("lost")), "{wrong:?}");
}

#[test]
fn the_order_of_two_locks_matters() {
    let wrong = goes_wrong(|| {
        let (a, b) = (Mutex::new(()), Mutex::new(()));
        thread::scope(|s| {
            s.spawn(|| drop((a.lock().unwrap(), b.lock().unwrap())));
            s.spawn(|| drop((b.lock().unwrap(), a.lock().unwrap())));
        });
        Ok(())
    });
    let Kind::Deadlock(waits) = wrong else { panic!("{wrong:?}") };
    assert_eq!(waits.len(), 3);
    assert!(waits[1].what.starts_with("waits for the lock that thread 2 has taken"), "{waits:?}");
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

/// Returns whether a thread that sees a flag sees what was written before it, always.
fn is_published(raise: fn(&AtomicU64), sees: fn(&AtomicU64) -> bool) -> bool {
    let check = move || {
        let board = Arc::new((AtomicU64::new(0), AtomicU64::new(0)));
        let theirs = Arc::clone(&board);
        let other = thread::spawn(move || {
            theirs.0.store(7, Relaxed);
            raise(&theirs.1);
        });
        if sees(&board.1) {
            ensure(board.0.load(Relaxed) == 7, "half")?;
        }
        other.join().unwrap();
        assert!(sees(&board.1) && board.0.load(Relaxed) == 7, "the end of a thread orders all");
        Ok(())
    };
    let wrong = says_wrong(check);
    assert!(matches!(wrong, None | Some("half")), "{wrong:?}");
    wrong.is_none()
}

#[test]
fn a_flag_publishes_if_both_sides_order_it() {
    assert!(is_published(|flag| flag.store(1, Release), |flag| flag.load(Acquire) == 1));
    assert!(is_published(|flag| flag.store(1, SeqCst), |flag| flag.load(SeqCst) == 1));
    assert!(!is_published(|flag| flag.store(1, Relaxed), |flag| flag.load(SeqCst) == 1));
    assert!(!is_published(|flag| flag.store(1, SeqCst), |flag| flag.load(Relaxed) == 1));
}

#[test]
fn fences_and_changes_in_one_step_publish_too() {
    let raise = |flag: &AtomicU64| {
        fence(Release);
        flag.store(1, Relaxed);
    };
    let sees = |flag: &AtomicU64| {
        let sees = flag.load(Relaxed) == 1;
        fence(Acquire);
        sees
    };
    assert!(is_published(raise, sees));
    assert!(!is_published(raise, |flag| flag.load(Relaxed) == 1));
    assert!(!is_published(|flag| flag.store(1, Relaxed), sees));
    assert!(is_published(|flag| _ = flag.swap(1, AcqRel), |flag| flag.fetch_add(0, AcqRel) == 1));
    assert!(!is_published(|flag| _ = flag.swap(1, Acquire), |flag| flag.fetch_add(0, AcqRel) == 1));
    // What comes after a store in one step hands on what the store does.
    let raise = |flag: &AtomicU64| {
        flag.store(2, Release);
        flag.fetch_sub(1, Relaxed);
    };
    assert!(is_published(raise, |flag| flag.load(Acquire) == 1));
}

#[test]
fn old_values_are_seen_where_rust_allows_it_and_nowhere_else() {
    // Each thread writes one and reads the other: both may read the old value, unless all is in one order.
    let both_old = |order: Ordering| {
        let store = if order == SeqCst { SeqCst } else { Release };
        let load = if order == SeqCst { SeqCst } else { Acquire };
        let check = move || {
            let (a, b) = (AtomicU64::new(0), AtomicU64::new(0));
            let one = |mine: &AtomicU64, other: &AtomicU64| {
                mine.store(1, store);
                assert_eq!(mine.load(Relaxed), 1, "a thread sees its own store");
                other.load(load)
            };
            let (first, second) = thread::scope(|s| {
                let other = s.spawn(|| one(&a, &b));
                (one(&b, &a), other.join().unwrap())
            });
            ensure(first + second > 0, "both_old")
        };
        says_wrong(check).is_some()
    };
    assert!(both_old(AcqRel));
    assert!(!both_old(SeqCst));
    // Nobody goes back in time.
    let check = || {
        let number = AtomicU64::new(0);
        thread::scope(|s| {
            s.spawn(|| (1..=3).for_each(|value| number.store(value, Relaxed)));
            let seen = [(); 4].map(|()| number.load(Relaxed));
            ensure(seen.is_sorted(), "goes_back")
        })
    };
    assert_eq!(says_wrong(check), None, "it goes on");
    // Locks order what is beside them.
    let check = || {
        let (number, lock) = (AtomicU64::new(0), Mutex::new(false));
        thread::scope(|s| {
            s.spawn(|| {
                number.store(1, Relaxed);
                *lock.lock().unwrap() = true;
            });
            let is_there = *lock.lock().unwrap();
            ensure(!is_there || number.load(Relaxed) == 1, "half")
        })
    };
    assert_eq!(says_wrong(check), None, "a lock orders");
}

#[test]
fn a_cell_of_crossbeams_orders_what_is_beside_it_and_is_no_lock() {
    let check = || {
        let (number, cell) = (AtomicU64::new(0), AtomicCell::new(None));
        thread::scope(|s| {
            s.spawn(|| {
                number.store(7, Relaxed);
                cell.store(Some("there"));
            });
            ensure(cell.load().is_none() || number.load(Relaxed) == 7, "half")
        })
    };
    assert_eq!(says_wrong(check), None, "the cell orders");
    let wrong = goes_wrong(|| {
        let total = AtomicCell::new(0_u64);
        thread::scope(|s| {
            s.spawn(|| total.fetch_add(1));
            s.spawn(|| total.store(total.load() + 1));
        });
        ensure(total.take() == 2, "lost")
    });
    assert!(matches!(&wrong, Kind::Failed("lost")), "{wrong:?}");
}
