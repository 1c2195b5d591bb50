use std::cell::Cell;
use std::future;

use examples_tokio::select_order::{any_order, stop_first, stop_last};
use tokio::sync::Notify;
use tokio::task;

use crate::runtime::run;

#[test]
fn a_busy_branch_starves_those_below_it() {
    let handled = run("the jobs", || async { (stop_last().await, stop_first().await) });
    assert_eq!(handled, (1_000, 0));
}

#[test]
fn without_biased_each_branch_gets_its_turn() {
    // That all of 1,000 coins fall on the same side, a hundred times, does not happen.
    let most = run("the jobs", || async {
        let mut most = 0;
        for _ in 0..100 {
            most = any_order().await.max(most);
        }
        most
    });
    assert!(most < 1_000, "{most}");
}

/// A branch's future is dropped, but a branch that is picked runs to its end, and nobody is polled meanwhile.
#[test]
fn while_a_branch_awaits_no_other_branch_goes_on() {
    run("the branch", || async {
        let (polls, done) = (Cell::new(0), Notify::new());
        let count = future::poll_fn(|context| {
            polls.set(polls.get() + 1);
            context.waker().wake_by_ref();
            std::task::Poll::<()>::Pending
        });
        tokio::select! {
            biased;
            () = count => {}
            () = future::ready(()) => {
                for _ in 0..10 {
                    task::yield_now().await;
                }
                done.notify_one();
            }
        }
        done.notified().await;
        assert_eq!(polls.get(), 1);
    });
}
