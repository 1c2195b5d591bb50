//! The search that leaves out orders that are alike sees all that a search sees which leaves out nothing.

use std::collections::BTreeSet;

use examples_engine::prelude::{println, std};
use examples_engine::{Failure, Outcome, Search};

use std::sync::atomic::Ordering::{self, Acquire, Relaxed, Release, SeqCst};
use std::sync::atomic::{AtomicUsize, fence};
use std::sync::{Barrier, Condvar, Mutex, Once, OnceLock, RwLock};
use std::thread;
use std::time::{Duration, Instant};

use super::Place;

type Seen = BTreeSet<String>;

/// Returns how the program ends, in each way, and whether all orders were run.
fn seen(program: fn(), only_unlike: bool) -> (Seen, bool, u64) {
    let _place = Place::wait_for();
    let schedules = if only_unlike { 3000 } else { 300 };
    let search =
        Search { schedules, may_poll: true, skips_alike: only_unlike, ..Search::default() };
    let check = move || {
        program();
        Ok::<(), ()>(())
    };
    let mut exploration = search.begin(check);
    if only_unlike {
        exploration = exploration.only_unlike();
    }
    let mut seen = Seen::new();
    for outcome in exploration.by_ref() {
        seen.insert(match outcome {
            Outcome::Passed(run) => run.output,
            Outcome::Failed(Failure { kind, run }) => format!("{kind:?}{}", run.output),
            Outcome::Spoiled => panic!("nothing is left behind"),
        });
    }
    (seen, exploration.coverage().all, exploration.schedules())
}

#[track_caller]
fn is_the_same(program: fn()) {
    let (all, is_all, many) = seen(program, false);
    let (unlike, ends, few) = seen(program, true);
    assert!(ends, "the search ends");
    if is_all {
        assert_eq!(all, unlike);
        assert!(few <= many, "{few} of {many}");
    } else {
        assert!(unlike.is_superset(&all), "{all:#?}\n{unlike:#?}");
    }
    assert!(unlike.len() > 1, "there is something to see");
}

/// Runs threads that return what they have seen, and prints that.
fn tells<const N: usize>(jobs: [&(dyn Fn() -> usize + Sync); N]) {
    let seen = thread::scope(|scope| {
        let threads = jobs.map(|job| scope.spawn(job));
        threads.map(|thread| thread.join().expect("it does not panic"))
    });
    println!("{seen:?}");
}

fn two(a: &(dyn Fn() -> usize + Sync), b: &(dyn Fn() -> usize + Sync)) {
    tells([a, b]);
}

fn store_buffering(order: [Ordering; 2], has_fence: bool) {
    let (x, y) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let side = |mine: &AtomicUsize, theirs: &AtomicUsize| {
        mine.store(1, order[0]);
        if has_fence {
            fence(SeqCst);
        }
        theirs.load(order[1])
    };
    two(&|| side(&x, &y), &|| side(&y, &x));
}

#[test]
fn store_buffering_of_every_kind() {
    is_the_same(|| store_buffering([SeqCst, SeqCst], false));
    is_the_same(|| store_buffering([Release, Acquire], false));
    is_the_same(|| store_buffering([Relaxed, Relaxed], true));
    is_the_same(|| store_buffering([SeqCst, Relaxed], false));
}

#[test]
fn messages_that_are_passed() {
    fn pass(store: Ordering, load: Ordering) {
        let (data, flag) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let give = || {
            data.store(1, Relaxed);
            flag.store(1, store);
            data.store(2, Relaxed);
            0
        };
        two(&give, &|| flag.load(load) * 10 + data.load(Relaxed));
    }
    is_the_same(|| pass(Release, Acquire));
    is_the_same(|| pass(Relaxed, Acquire));
    is_the_same(|| pass(SeqCst, SeqCst));
}

#[test]
fn two_values_that_two_threads_set() {
    is_the_same(|| {
        let (x, y) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let set = |it: &AtomicUsize| {
            it.store(1, Release);
            0
        };
        tells([&|| set(&x), &|| set(&y), &|| x.load(Acquire) * 10 + y.load(Acquire)]);
    });
    fn set(store: Ordering) {
        let (x, y) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let both = |first: &AtomicUsize, second: &AtomicUsize| {
            first.store(1, store);
            second.store(2, store);
            first.load(Relaxed)
        };
        two(&|| both(&x, &y), &|| both(&y, &x));
        println!("{x} {y}", x = x.into_inner(), y = y.into_inner());
    }
    is_the_same(|| set(Relaxed));
    is_the_same(|| set(Release));
    is_the_same(|| set(SeqCst));
}

#[test]
fn three_threads_that_change_one_value() {
    is_the_same(|| {
        let value = AtomicUsize::new(1);
        tells([&|| value.fetch_add(3, Relaxed), &|| value.swap(7, Relaxed), &|| {
            value.compare_exchange(7, 2, SeqCst, Relaxed).unwrap_or(100)
        }]);
        println!("{}", value.load(Relaxed));
    });
}

#[test]
fn locks() {
    is_the_same(|| {
        let (a, b) = (Mutex::new(1), Mutex::new(1));
        let lock = |first: &Mutex<usize>, second: &Mutex<usize>, times| {
            let mut first = first.lock().expect("no thread panics");
            *first = *first * 2 + times;
            *second.lock().expect("no thread panics") += *first;
            *first
        };
        two(&|| lock(&a, &b, 1), &|| lock(&b, &a, 5));
    });
    is_the_same(|| {
        let (a, b) = (Mutex::new(1), Mutex::new(1));
        let lock = |lock: &Mutex<usize>, add: usize| {
            let mut value = lock.lock().expect("no thread panics");
            *value = *value * 2 + add;
            *value
        };
        let tries = || a.try_lock().map_or(0, |value| *value);
        two(&|| lock(&a, 1) + lock(&b, 2), &|| lock(&b, 3) + tries());
    });
    is_the_same(|| {
        let value = RwLock::new(1);
        let read = || *value.read().expect("no thread panics");
        let write = || {
            *value.write().expect("no thread panics") += 1;
            0
        };
        let tries = || value.try_read().map_or(9, |value| *value);
        two(&|| tries() * 10 + read(), &write);
    });
}

#[test]
fn poison() {
    is_the_same(|| {
        let value = Mutex::new(0);
        let fails = || {
            let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                let _held = value.lock();
                panic!("on purpose");
            }));
            0
        };
        two(&fails, &|| usize::from(value.is_poisoned()) + 2 * usize::from(value.lock().is_err()));
    });
}

#[test]
fn what_is_made_once() {
    is_the_same(|| {
        let value = OnceLock::new();
        let makes = |new| *value.get_or_init(|| new);
        tells([&|| makes(1), &|| makes(2), &|| value.get().copied().unwrap_or(9)]);
    });
    is_the_same(|| {
        let (once, made) = (Once::new(), AtomicUsize::new(0));
        let makes = || {
            once.call_once(|| made.store(1, Relaxed));
            0
        };
        two(&makes, &|| made.load(Relaxed) + 2 * usize::from(once.is_completed()));
    });
}

#[test]
fn a_barrier_and_a_token() {
    is_the_same(|| {
        let (barrier, value) = (Barrier::new(2), AtomicUsize::new(0));
        let comes = || {
            let before = value.fetch_add(1, SeqCst);
            let is_leader = barrier.wait().is_leader();
            before * 10 + usize::from(is_leader)
        };
        two(&comes, &comes);
    });
    is_the_same(|| {
        let value = AtomicUsize::new(0);
        let me = thread::current();
        let seen = thread::scope(|scope| {
            scope.spawn(|| {
                value.store(1, Release);
                me.unpark();
                value.store(2, Release);
            });
            thread::park();
            value.load(Acquire)
        });
        println!("{seen}");
    });
}

#[test]
fn a_notification() {
    is_the_same(|| {
        let (value, changed) = (Mutex::new(0), Condvar::new());
        let waits = || {
            let mut value = value.lock().expect("no thread panics");
            if *value == 0 {
                value = changed.wait(value).expect("no thread panics");
            }
            *value
        };
        let tells = |new: usize| {
            *value.lock().expect("no thread panics") = new;
            changed.notify_one();
            0
        };
        two(&waits, &|| tells(1) + tells(2));
    });
}

#[test]
fn time() {
    is_the_same(|| {
        let value = AtomicUsize::new(0);
        let sleeps = |time: u64, add: usize| {
            thread::sleep(Duration::from_millis(time));
            value.fetch_add(add, SeqCst)
        };
        two(&|| sleeps(10, 1), &|| sleeps(20, 2));
    });
    is_the_same(|| {
        let value = AtomicUsize::new(0);
        let began = Instant::now();
        let waits = || {
            thread::park_timeout(Duration::from_millis(5));
            value.load(SeqCst) * 10 + usize::from(began.elapsed() >= Duration::from_millis(5))
        };
        two(&waits, &|| value.swap(1, SeqCst));
    });
}

#[test]
fn what_is_printed_and_who_panics_first() {
    is_the_same(|| {
        thread::scope(|scope| {
            scope.spawn(|| println!("a"));
            scope.spawn(|| println!("b"));
        });
    });
    is_the_same(|| {
        let value = AtomicUsize::new(0);
        let threads = ["one", "two"].map(|name| {
            let order = if name == "one" { Relaxed } else { SeqCst };
            let _ = value.fetch_add(1, order);
            thread::spawn(move || std::panic::panic_any(name))
        });
        let panicked = threads.map(|thread| thread.join().is_err());
        assert_eq!(panicked, [false, false]);
    });
}

#[test]
fn a_thread_that_asks_again_and_again() {
    is_the_same(|| {
        let (flag, data) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let spins = || {
            let mut rounds = 0;
            while flag.load(Acquire) == 0 && rounds < 5 {
                rounds += 1;
                std::hint::spin_loop();
            }
            rounds.min(1) * 10 + data.load(Relaxed)
        };
        let sets = || {
            data.store(1, Relaxed);
            flag.store(1, Release);
            0
        };
        two(&spins, &sets);
    });
}
