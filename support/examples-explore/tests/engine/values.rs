//! The values of an atomic have an order that all threads agree on. It need not be the order of the stores.

use examples_engine::prelude::std;
use examples_engine::{Outcome, Search};
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::{self, AcqRel, Acquire, Relaxed, Release, SeqCst};
use std::sync::atomic::fence;
use std::thread;

use super::{Place, ensure};

/// Returns whether one of all orders ends so.
fn can_be(is_so: impl Fn() -> bool + Send + Sync + 'static) -> bool {
    let _place = Place::wait_for();
    let search = Search { schedules: 20_000, skips_alike: true, ..Search::default() };
    let mut exploration = search.begin(move || ensure(!is_so(), "it can be"));
    let found = exploration.by_ref().any(|outcome| matches!(outcome, Outcome::Failed(_)));
    assert!(found || exploration.coverage().all, "all orders were run");
    found
}

/// Runs two threads. Returns what they return, and the last value of each atomic.
fn two<A: Send, B: Send>(
    one: impl Fn(&AtomicU64, &AtomicU64) -> A + Sync,
    other: impl Fn(&AtomicU64, &AtomicU64) -> B + Sync,
) -> (A, B, [u64; 2]) {
    let (x, y) = (AtomicU64::new(0), AtomicU64::new(0));
    let (a, b) = thread::scope(|s| {
        let one = s.spawn(|| one(&x, &y));
        let other = s.spawn(|| other(&x, &y));
        (one.join().expect("it does not panic"), other.join().expect("it does not panic"))
    });
    (a, b, [x.load(Relaxed), y.into_inner()])
}

/// Each thread stores to both, in opposite orders. Returns whether both first stores can be the last of their value.
fn first_stores_can_be_last(store: Ordering, between: Option<Ordering>) -> bool {
    can_be(move || {
        let stores = |first: &AtomicU64, second: &AtomicU64| {
            first.store(1, store);
            if let Some(order) = between {
                fence(order);
            }
            second.store(2, store);
        };
        let (.., last) = two(|x, y| stores(x, y), |x, y| stores(y, x));
        last == [1, 1]
    })
}

#[test]
fn the_first_stores_of_two_threads_can_be_the_last_of_their_values() {
    assert!(first_stores_can_be_last(Relaxed, None));
    assert!(first_stores_can_be_last(Release, None), "nobody reads, so nothing is handed on");
    assert!(first_stores_can_be_last(Relaxed, Some(AcqRel)));
    assert!(!first_stores_can_be_last(SeqCst, None));
    assert!(!first_stores_can_be_last(Relaxed, Some(SeqCst)));
}

#[test]
fn a_store_comes_after_what_its_thread_must_know_of() {
    // A thread reads a flag that was stored after a value, and stores a value, too.
    let earlier = |raise, look| {
        can_be(move || {
            let (.., sees, last) = two(
                |x, y| {
                    x.store(2, Relaxed);
                    y.store(1, raise);
                },
                |x, y| {
                    let sees = y.load(look) == 1;
                    x.store(1, Relaxed);
                    sees
                },
            );
            sees && last[0] == 2
        })
    };
    assert!(earlier(Relaxed, Relaxed) && earlier(Release, Relaxed) && earlier(Relaxed, Acquire));
    assert!(!earlier(Release, Acquire) && !earlier(SeqCst, SeqCst));
}

#[test]
fn a_store_can_be_early_and_the_load_after_it_old() {
    let both = |order: Ordering| {
        let load = if order == SeqCst { SeqCst } else { Acquire };
        can_be(move || {
            let (_, read, last) = two(
                |x, y| {
                    x.store(1, order);
                    y.store(1, order);
                },
                |x, y| {
                    y.store(2, order);
                    x.load(load)
                },
            );
            last[1] == 2 && read == 0
        })
    };
    assert!(both(Relaxed) && both(Release) && !both(SeqCst));
}

#[test]
fn no_thread_sees_the_values_in_another_order_than_it_must() {
    let looks = |x: &AtomicU64| [x.load(Relaxed), x.load(Relaxed)];
    // It stores twice, and the second is later.
    let twice = |x: &AtomicU64| {
        x.store(1, Relaxed);
        x.store(2, Relaxed);
    };
    assert!(!can_be(move || two(|x, _| twice(x), |_, _| ()).2[0] != 2));
    assert!(!can_be(move || two(|x, _| twice(x), |x, _| x.store(3, Relaxed)).2[0] == 1));
    assert!(!can_be(move || !two(|x, _| twice(x), |x, _| looks(x)).1.is_sorted()));
    // It reads, and what it stores then is later.
    assert!(!can_be(|| {
        let reads_and_stores = |x: &AtomicU64| {
            let read = x.load(Relaxed);
            x.store(2, Relaxed);
            read
        };
        let (_, read, last) = two(|x, _| x.store(1, Relaxed), |x, _| reads_and_stores(x));
        read == 1 && last[0] != 2
    }));
    // It stores, and reads its own or what is later.
    assert!(!can_be(|| {
        let stores_and_reads = |x: &AtomicU64| {
            x.store(2, Relaxed);
            x.load(Relaxed)
        };
        let (_, read, last) = two(|x, _| x.store(1, Relaxed), |x, _| stores_and_reads(x));
        read == 0 || read == 1 && last[0] != 1
    }));
    // Two threads agree on which of their stores is later.
    assert!(!can_be(|| {
        let stores_and_reads = |x: &AtomicU64, value| {
            x.store(value, Relaxed);
            x.load(Relaxed)
        };
        let (one, other, _) = two(|x, _| stores_and_reads(x, 1), |x, _| stores_and_reads(x, 2));
        [one, other] == [2, 1]
    }));
}

#[test]
fn nothing_comes_between_a_change_in_one_step_and_the_value_before_it() {
    // Each adds, with something in between that would let the second one be early.
    assert!(!can_be(|| {
        let adds = |x: &AtomicU64, y: &AtomicU64| {
            x.fetch_add(1, Relaxed);
            y.store(1, Relaxed);
            x.fetch_add(1, Relaxed);
        };
        two(adds, adds).2[0] != 4
    }));
    // A store that others see late takes its place before both or after both.
    let last = |value| {
        can_be(move || {
            let (.., last) = two(
                |x, y| {
                    x.store(10, Relaxed);
                    x.fetch_add(1, Relaxed);
                    y.store(1, Relaxed);
                },
                |x, y| {
                    y.swap(2, Relaxed);
                    x.store(20, Relaxed);
                },
            );
            last == [value, 2]
        })
    };
    assert!(last(11) && last(20) && !last(10));
    // A store that is later than the first of the two values is later than the second, too.
    assert!(!can_be(|| {
        let (_, read, last) = two(
            |x, y| {
                x.store(10, Relaxed);
                x.fetch_add(1, Relaxed);
                y.store(1, Relaxed);
            },
            |x, y| {
                y.swap(2, Relaxed);
                let read = x.load(Relaxed);
                x.store(20, Relaxed);
                read
            },
        );
        read == 10 && last[0] == 11
    }));
    // What it hands on comes from the value before it.
    assert!(!can_be(|| {
        let data = AtomicU64::new(0);
        let (_, sees, _) = two(
            |x, _| {
                data.store(1, Relaxed);
                x.store(5, Release);
                x.fetch_add(1, Relaxed);
            },
            |x, _| {
                let read = x.load(Acquire);
                x.store(9, Relaxed);
                read == 6 && data.load(Relaxed) == 0
            },
        );
        sees
    }));
}

#[test]
fn what_all_threads_have_left_is_the_last_value() {
    // Whoever has joined them all reads the same, again and again.
    assert!(!can_be(|| {
        let (x, y) = (AtomicU64::new(0), AtomicU64::new(0));
        let stores = |first: &AtomicU64, second: &AtomicU64, value| {
            first.store(value, Relaxed);
            second.store(value, Relaxed);
        };
        thread::scope(|s| {
            s.spawn(|| stores(&x, &y, 1));
            s.spawn(|| stores(&y, &x, 2));
        });
        let read = x.load(Relaxed);
        read != x.load(Relaxed) || read != x.fetch_add(0, Relaxed) || read != x.into_inner()
    }));
}

#[test]
fn where_the_stores_could_change_places_none_is_early() {
    let orders = |store: Ordering| {
        let search = Search { skips_alike: true, ..Search::default() };
        let mut exploration = search.begin(move || {
            two(|x, _| x.store(1, store), |x, _| x.store(2, store));
            Ok::<(), ()>(())
        });
        exploration.by_ref().for_each(drop);
        assert!(exploration.coverage().all);
        exploration.schedules()
    };
    assert_eq!(orders(Relaxed), orders(SeqCst));
}
