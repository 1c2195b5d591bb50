//! Every job runs, no lock is held meanwhile, and what a panic costs.

use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use examples_testing::watched;
use examples_worker_pool::pool_boxed::Pool;

use crate::support::{jobs_meet_in_order, panic_quietly};

#[test]
#[should_panic(expected = "a worker is left")]
fn a_pool_without_workers_takes_no_job() {
    Pool::new(0).submit(|| ());
}

#[test]
fn boxed_jobs_do_not_hold_the_lock() {
    let pool = Pool::new(3);
    jobs_meet_in_order(3, move |job| pool.submit(job));
}

#[test]
fn dropping_it_runs_every_job() {
    let sum: u32 = watched("the jobs", || {
        let (sender, numbers) = mpsc::channel();
        let pool = Pool::new(3);
        for n in 1..=100 {
            let sender = sender.clone();
            pool.submit(move || sender.send(n).unwrap());
        }
        drop((pool, sender));
        numbers.iter().sum()
    });
    assert_eq!(sum, 5050);
}

#[test]
fn dropping_it_joins_every_worker() {
    static ENDED: AtomicUsize = AtomicUsize::new(0);
    struct Farewell;
    impl Drop for Farewell {
        fn drop(&mut self) {
            // Time in which a `drop` that does not join would be seen. One that joins waits for this.
            thread::sleep(Duration::from_millis(100));
            ENDED.fetch_add(1, Ordering::SeqCst);
        }
    }
    // The thread drops it as it ends.
    thread_local!(static FAREWELL: Cell<Option<Farewell>> = const { Cell::new(None) });

    let ended = [1, 3].map(|workers| {
        watched("the workers to end", move || {
            let pool = Pool::new(workers);
            let all = Arc::new(Barrier::new(workers)); // Each worker has one of the jobs.
            for _ in 0..workers {
                let all = Arc::clone(&all);
                pool.submit(move || {
                    FAREWELL.set(Some(Farewell));
                    all.wait();
                });
            }
            drop(pool);
            ENDED.load(Ordering::SeqCst)
        })
    });
    assert_eq!(ended, [1, 4]);
}

#[test]
fn a_panic_costs_its_worker_until_pool_panics() {
    let ran = watched("the pool to end", || {
        let (log, ran) = mpsc::channel();
        let meeting = Arc::new(Barrier::new(2));
        let pool = Pool::new(1);
        let here = Arc::clone(&meeting);
        pool.submit(move || {
            here.wait();
            panic_quietly();
        });
        // Submitted while the worker lives, so it is in the queue and not refused.
        pool.submit(move || log.send(()).unwrap());
        meeting.wait();
        drop(pool);
        ran.iter().count()
    });
    assert_eq!(ran, 0, "the only worker is gone");
}
