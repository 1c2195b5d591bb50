use std::future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use examples_tokio::kept_future::{await_inside, poll_both, spawn_it};
use futures_util::{StreamExt, stream};
use tokio::sync::{Mutex, Semaphore, mpsc};
use tokio::{task, time};

use crate::runtime::run_paused;

const HOUR: Duration = Duration::from_secs(3600);

#[test]
fn a_kept_future_keeps_the_lock_from_the_branch() {
    run_paused("an hour", || async {
        let total = Arc::new(Mutex::new(0));
        time::timeout(HOUR, await_inside(&total)).await.unwrap_err();
        // The time-out has dropped the kept future, too, so the lock is free again.
        assert_eq!(*total.lock().await, 0);
    });
}

#[test]
fn polled_or_spawned_it_lets_go() {
    run_paused("two totals", || async {
        let total = Arc::new(Mutex::new(0));
        poll_both(&total).await;
        assert_eq!(*total.lock().await, 11);
        spawn_it(&total).await;
        assert_eq!(*total.lock().await, 22);
    });
}

/// Not only locks have queues.
#[test]
fn a_kept_future_can_hold_a_permit_or_a_place_in_a_channel() {
    run_paused("an hour", || async {
        let permits = Semaphore::new(1);
        let held = permits.acquire().await.unwrap();
        let mut kept = pin!(permits.acquire());
        tokio::select! {
            biased;
            _ = &mut kept => panic!("the permit is taken"),
            () = future::ready(()) => {
                drop(held);
                time::timeout(HOUR, permits.acquire()).await.map(drop).unwrap_err();
            }
        }

        let (sender, mut receiver) = mpsc::channel(1);
        sender.send(1).await.unwrap();
        let mut kept = pin!(sender.send(2));
        tokio::select! {
            biased;
            _ = &mut kept => panic!("the channel is full"),
            () = future::ready(()) => {
                assert_eq!(receiver.recv().await, Some(1));
                time::timeout(HOUR, sender.send(3)).await.unwrap_err();
            }
        }
    });
}

/// The stream holds two futures. While the first result is handled, the second one is the next to get the lock.
#[test]
fn a_stream_keeps_futures_too() {
    run_paused("an hour", || async {
        let lock = Mutex::new(());
        let lock = &lock;
        let locked = |number| async move {
            let _guard = lock.lock().await;
            task::yield_now().await; // The other one queues meanwhile.
            number
        };
        let mut numbers = pin!(stream::iter([0, 1]).map(locked).buffered(2));
        assert_eq!(numbers.next().await, Some(0));
        time::timeout(HOUR, lock.lock()).await.map(drop).unwrap_err();
        assert_eq!(numbers.next().await, Some(1)); // Polled again, it lets go.
        drop(lock.lock().await);
    });
}

#[test]
fn with_no_place_a_buffered_stream_never_begins() {
    run_paused("two hours", || async {
        let ready = || stream::iter([future::ready(1)]);
        time::timeout(HOUR, ready().buffered(0).next()).await.unwrap_err();
        time::timeout(HOUR, ready().buffer_unordered(0).next()).await.unwrap_err();
        assert_eq!(ready().buffered(1).next().await, Some(1));
    });
}
