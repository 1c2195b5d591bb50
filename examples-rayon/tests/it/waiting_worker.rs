//! What the output of `waiting_worker` can't show.

use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, OnceLock};
use std::thread;
use std::time::Duration;

use examples_rayon::waiting_worker::{look, meanwhile};
use examples_testing::watched;
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

fn pool(workers: usize) -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(workers).build().unwrap()
}

#[test]
fn a_job_that_holds_nothing_is_met_by_none() {
    let seen = watched("the second job", || meanwhile(&[pool(1), pool(1)], |wait| wait()));
    assert_eq!(seen[..2], ["5", "free"]);
    // On a thread that waits outside of Rayon, nobody else runs.
    assert_eq!(look()[..2], ["5", "free"]);
}

thread_local!(static BUSY: Cell<bool> = const { Cell::new(false) });

/// Waits in a `join` for the half that another worker has. That one leaves `job` in its queue, and does
/// not return before somebody else has done it.
fn wait_in_join(job: impl FnOnce() + Send + 'static) {
    let (begin, begun) = mpsc::channel();
    let (done, is_done) = mpsc::channel();
    rayon::join(
        move || begun.recv().unwrap(),
        move || {
            rayon::spawn(move || {
                job();
                done.send(()).unwrap();
            });
            begin.send(()).unwrap();
            is_done.recv().unwrap();
        },
    );
}

#[test]
fn a_worker_that_waits_in_join_runs_another_job() {
    let busy = watched("the stranger's job", || {
        let (see, seen) = mpsc::channel();
        pool(2).install(|| {
            BUSY.set(true);
            wait_in_join(move || see.send(BUSY.get()).unwrap());
            BUSY.set(false);
        });
        seen.recv().unwrap()
    });
    assert!(busy, "on the same thread");
}

#[test]
fn a_worker_that_waits_for_a_channel_runs_nothing() {
    let (see, seen) = mpsc::channel();
    let order = watched("both jobs", move || {
        let see = &see;
        pool(1).scope(move |s| {
            let (send, receive) = mpsc::channel();
            s.spawn(|_| see.send("the second job").unwrap());
            thread::spawn(move || send.send("the message").unwrap());
            see.send(receive.recv().unwrap()).unwrap();
        });
        seen.iter().take(2).collect::<Vec<_>>()
    });
    assert_eq!(order, ["the message", "the second job"]);
}

/// Whether both jobs end, when the first lets its worker run the second in the middle.
fn ends(first: fn(&dyn Fn()), second: fn()) -> bool {
    let (end, ended) = mpsc::channel();
    thread::spawn(move || {
        let (single, other) = (pool(1), pool(1));
        let done = OnceLock::new();
        single.scope(|s| {
            s.spawn(|_| {
                second();
                done.set(()).unwrap();
            });
            first(&|| other.install(|| *done.wait()));
        });
        end.send(()).unwrap();
    });
    ended.recv_timeout(Duration::from_millis(200)) != Err(RecvTimeoutError::Timeout)
}

#[test]
fn taking_again_what_the_own_thread_holds_stands_still() {
    static LOCK: Mutex<()> = Mutex::new(());
    static VALUE: OnceLock<u32> = OnceLock::new();
    let hold = |wait: &dyn Fn()| {
        let _held = LOCK.lock();
        wait();
    };
    assert!(!ends(hold, || drop(LOCK.lock())));
    let fill = |wait: &dyn Fn()| _ = VALUE.get_or_init(|| (wait(), 1).1);
    assert!(!ends(fill, || _ = VALUE.get_or_init(|| 2)));
}

#[test]
fn letting_go_and_filling_before_ends() {
    static LOCK: Mutex<()> = Mutex::new(());
    static VALUE: OnceLock<u32> = OnceLock::new();
    let let_go = |wait: &dyn Fn()| {
        drop(LOCK.lock());
        _ = VALUE.get_or_init(|| 1);
        wait();
    };
    watched("both jobs", move || {
        while !ends(let_go, || {
            drop(LOCK.lock());
            _ = VALUE.get_or_init(|| 2);
        }) {}
    });
}

#[test]
fn jobs_that_wait_for_another_pool_pile_up_on_one_stack() {
    const JOBS: usize = 100;
    let threads = watched("all jobs to have begun", || {
        let (single, other) = (pool(1), pool(1));
        let begun = AtomicUsize::new(0);
        let ids = Mutex::new(Vec::new());
        single.scope(|s| {
            for _ in 0..JOBS {
                s.spawn(|_| {
                    ids.lock().unwrap().push(thread::current().id());
                    begun.fetch_add(1, Ordering::Relaxed);
                    // None ends before all have begun.
                    other.install(|| {
                        while begun.load(Ordering::Relaxed) < JOBS {
                            thread::yield_now();
                        }
                    });
                });
            }
        });
        ids.into_inner().unwrap()
    });
    assert_eq!(threads, [threads[0]; JOBS]);
}

/// What `map_init` makes belongs to one piece of the input. A stranger's piece has its own.
#[test]
fn what_map_init_makes_is_met_by_nobody() {
    let strangers = watched("all items", || {
        let made = AtomicUsize::new(0);
        pool(2).install(|| {
            (0..64)
                .into_par_iter()
                .map_init(
                    || (made.fetch_add(1, Ordering::Relaxed), false),
                    |(_number, in_use), _| {
                        let met = std::mem::replace(in_use, true);
                        rayon::join(thread::yield_now, thread::yield_now);
                        *in_use = false;
                        met
                    },
                )
                .filter(|met| *met)
                .count()
        })
    });
    assert_eq!(strangers, 0);
}
