//! The tasks overlap, although one thread runs all of them.

use std::rc::Rc;
use std::thread;

use examples_constrained::no_threads::together;
use examples_testing::watched;
use smol::lock::Barrier;

/// Each waits until all three have come: one after the other, they would wait forever.
#[test]
fn three_tasks_wait_at_the_same_time_on_one_thread() {
    watched("three tasks to meet", || {
        let caller = thread::current().id();
        let all = Rc::new(Barrier::new(3)); // `Rc`: a task need not be `Send`.
        let meets = |_| {
            let all = Rc::clone(&all);
            async move {
                all.wait().await;
                assert_eq!(thread::current().id(), caller);
            }
        };
        smol::block_on(together([1, 2, 3].map(meets)));
    });
}

#[test]
fn without_tasks_it_ends_at_once() {
    watched("no task", || smol::block_on(together(Vec::<std::future::Ready<()>>::new())));
}
