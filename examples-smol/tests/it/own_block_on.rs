//! Wakers that come early, late, twice or from elsewhere, and runtimes that can be exchanged.

use std::future;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::Duration;

use examples_smol::own_block_on::{block_on, words};
use examples_testing::watched;

#[test]
fn a_future_that_is_ready_needs_no_wake_up() {
    assert_eq!(block_on(future::ready(7)), 7);
}

/// It wakes its thread before `poll` returns, so before the thread sleeps.
#[test]
fn a_wake_up_that_comes_before_the_sleep_is_not_lost() {
    let polls = watched("a future that wakes itself", || {
        let mut polls = 0;
        block_on(future::poll_fn(|context| {
            polls += 1;
            context.waker().wake_by_ref();
            if polls < 1_000 { Poll::Pending } else { Poll::Ready(polls) }
        }))
    });
    assert_eq!(polls, 1_000);
}

#[test]
fn a_hundred_answers_come_from_a_hundred_threads() {
    let sum = watched("the answers", || {
        block_on(async {
            let mut sum = 0;
            for _ in 0..100 {
                sum += words("two words").await;
            }
            sum
        })
    });
    assert_eq!(sum, 200);
}

/// A thread may be unparked for any reason, or for none.
#[test]
fn nothing_but_a_wake_up_leads_to_a_poll() {
    let woken_first = watched("the wake-up", || {
        let (woken, mut polls) = (Arc::new(AtomicBool::new(false)), 0);
        block_on(future::poll_fn(|context| {
            polls += 1;
            if polls == 2 {
                return Poll::Ready(woken.load(Ordering::SeqCst));
            }
            let (woken, waker) = (Arc::clone(&woken), context.waker().clone());
            let poller = thread::current();
            thread::spawn(move || {
                for _ in 0..20 {
                    poller.unpark();
                    thread::sleep(Duration::from_millis(1)); // Time for a poll too many.
                }
                woken.store(true, Ordering::SeqCst);
                waker.wake();
            });
            Poll::Pending
        }))
    });
    assert!(woken_first);
}

struct Tell(mpsc::Sender<&'static str>, &'static str);

impl Wake for Tell {
    fn wake(self: Arc<Self>) {
        self.0.send(self.1).unwrap();
    }
}

#[test]
fn a_future_that_changes_its_task_wakes_the_new_one() {
    let told = watched("a wake-up", || {
        let (tell, told) = mpsc::channel();
        let task = |name| Waker::from(Arc::new(Tell(tell.clone(), name)));
        // The thread that answers waits for the state, which this future holds while it is polled:
        // the answer may come between the two polls, and then the first task is the one to wake.
        loop {
            let mut future = pin!(words("one"));
            let (old, new) = (task("old"), task("new"));
            assert!(future.as_mut().poll(&mut Context::from_waker(&old)).is_pending());
            match future.as_mut().poll(&mut Context::from_waker(&new)) {
                Poll::Ready(_) => assert_eq!(told.recv(), Ok("old")),
                Poll::Pending => {
                    let told = told.recv().unwrap();
                    assert_eq!(
                        future.as_mut().poll(&mut Context::from_waker(&new)),
                        Poll::Ready(1)
                    );
                    return told;
                }
            }
        }
    });
    assert_eq!(told, "new");
}

/// The contract between a future and what polls it is std's, so each side can be exchanged.
#[test]
fn the_future_runs_on_smol_and_smols_futures_run_here() {
    let count = watched("smol to poll it", || smol::block_on(smol::spawn(words("to be or not"))));
    assert_eq!(count, 4);
    let message = watched("a message", || {
        let (sender, receiver) = smol::channel::bounded(1);
        thread::spawn(move || sender.send_blocking("hello"));
        block_on(receiver.recv())
    });
    assert_eq!(message, Ok("hello"));
}
