use examples_engine::Kind;
use examples_engine::modelled::sync::atomic::Ordering::{
    self, AcqRel, Acquire, Relaxed, Release, SeqCst,
};
use examples_engine::modelled::sync::atomic::{AtomicU64, fence};
use examples_engine::modelled::sync::{Arc, Mutex};
use examples_engine::modelled::thread;
use examples_engine::modelled_crossbeam::atomic::AtomicCell;

use super::{ensure, goes_wrong, holds, says_wrong};

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

/// The store of the value has its turn among those with `SeqCst`, but a relaxed store after it may be seen first.
#[test]
fn only_the_flag_publishes_whatever_order_the_value_has() {
    let is_old = |order: Ordering| {
        says_wrong(move || {
            let (value, flag) = (AtomicU64::new(0), AtomicU64::new(0));
            thread::scope(|s| {
                s.spawn(|| {
                    value.store(7, SeqCst);
                    flag.store(1, order);
                });
                ensure(flag.load(SeqCst) == 0 || value.load(SeqCst) == 7, "half")
            })
        })
    };
    assert_eq!(is_old(Relaxed), Some("half"));
    assert_eq!(is_old(Release), None);
    assert_eq!(is_old(SeqCst), None);
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
