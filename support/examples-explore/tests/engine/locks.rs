use examples_engine::Kind;
use examples_engine::modelled::sync::atomic::AtomicU64;
use examples_engine::modelled::sync::atomic::Ordering::SeqCst;
use examples_engine::modelled::sync::{Arc, LazyLock, Mutex, Once, OnceLock, RwLock, TryLockError};
use examples_engine::modelled::thread;

use super::{goes_wrong, holds};

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
