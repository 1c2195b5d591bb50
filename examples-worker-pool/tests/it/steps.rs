//! The steps towards the pool: edge cases, panics, and proofs that jobs ran at the same time.

use std::panic;
use std::sync::mpsc;

use examples_testing::watched;

/// Panics as `panic!` does, but leaves stderr alone.
fn panic_quietly() {
    panic::resume_unwind(Box::new("on purpose"));
}

/// Panics when it is dropped, and throws another that does: the worst that a worker may have to drop.
struct PanicsWhenDropped(u32);

impl Drop for PanicsWhenDropped {
    fn drop(&mut self) {
        if let Some(left) = self.0.checked_sub(1) {
            panic::resume_unwind(Box::new(PanicsWhenDropped(left)));
        }
    }
}

/// In every step the lock is free while a job runs: each job here waits until both have started.
mod meetings {
    use std::sync::{Arc, Barrier};

    use examples_worker_pool::{
        pool_bounded, pool_boxed, pool_panics, pool_results, pool_shutdown,
    };

    use super::watched;

    type Job = Box<dyn FnOnce() + Send>;

    /// `submit` puts a job into a pool with two workers.
    fn two_jobs_meet(submit: impl Fn(Job) + Send + 'static) {
        watched("two jobs that wait for each other", move || {
            for _ in 0..200 {
                let meeting = Arc::new(Barrier::new(3)); // This thread is the third.
                for _ in 0..2 {
                    let meeting = Arc::clone(&meeting);
                    submit(Box::new(move || {
                        meeting.wait();
                    }));
                }
                meeting.wait();
            }
        });
    }

    #[test]
    fn boxed_jobs_do_not_hold_the_lock() {
        let pool = pool_boxed::Pool::new(2);
        two_jobs_meet(move |job| pool.submit(job));
    }

    #[test]
    fn shutdown_does_not_hold_the_lock() {
        let pool = pool_shutdown::Pool::new(2);
        two_jobs_meet(move |job| pool.submit(job).unwrap());
    }

    #[test]
    fn panics_do_not_hold_the_lock() {
        let pool = pool_panics::Pool::new(2);
        two_jobs_meet(move |job| {
            pool.submit(job);
        });
    }

    #[test]
    fn results_do_not_hold_the_lock() {
        let pool = pool_results::Pool::new(2);
        two_jobs_meet(move |job| drop(pool.submit(job)));
    }

    #[test]
    fn a_bound_does_not_hold_the_lock() {
        let pool = pool_bounded::Pool::new(2, 1);
        two_jobs_meet(move |job| pool.submit(job));
    }
}

mod pool_boxed {
    use examples_worker_pool::pool_boxed::Pool;

    use super::{mpsc, panic_quietly, watched};

    #[test]
    #[should_panic(expected = "a pool needs a worker")]
    fn a_pool_without_workers_is_refused() {
        Pool::new(0);
    }

    #[test]
    #[should_panic(expected = "a job panicked")]
    fn join_tells_of_a_panic() {
        watched("the worker", || {
            let pool = Pool::new(1);
            pool.submit(panic_quietly);
            pool.join();
        });
    }

    #[test]
    fn every_job_is_run() {
        let sum: u32 = watched("the jobs", || {
            let (sender, numbers) = mpsc::channel();
            let pool = Pool::new(3);
            for n in 1..=100 {
                let sender = sender.clone();
                pool.submit(move || sender.send(n).unwrap());
            }
            pool.join();
            drop(sender);
            numbers.iter().sum()
        });
        assert_eq!(sum, 5050);
    }
}

mod pool_shutdown {
    use std::cell::Cell;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, Barrier};
    use std::thread;
    use std::time::Duration;

    use examples_worker_pool::pool_shutdown::{Closed, Pool};

    use super::{mpsc, panic_quietly, watched};

    #[test]
    fn dropping_it_drains_the_queue_even_after_close() {
        for close in [false, true] {
            let ran = watched("the pool to end", move || {
                let (log, ran) = mpsc::channel();
                let pool = Pool::new(3);
                for n in 0..500 {
                    let log = log.clone();
                    pool.submit(move || log.send(n).unwrap()).unwrap();
                }
                if close {
                    pool.close();
                    assert_eq!(pool.submit(|| ()), Err(Closed));
                }
                drop((pool, log));
                ran.iter().count()
            });
            assert_eq!(ran, 500);
        }
    }

    #[test]
    fn dropping_it_joins_every_worker() {
        static ENDED: AtomicUsize = AtomicUsize::new(0);
        struct Farewell;
        impl Drop for Farewell {
            fn drop(&mut self) {
                // Time for a `drop` that does not join to be seen. One that joins waits for this.
                thread::sleep(Duration::from_millis(100));
                ENDED.fetch_add(1, Ordering::SeqCst);
            }
        }
        // Dropped by the thread as it ends.
        thread_local!(static FAREWELL: Cell<Option<Farewell>> = const { Cell::new(None) });

        let ended = [1, 3].map(|workers| {
            watched("the workers to end", move || {
                let pool = Pool::new(workers);
                let all = Arc::new(Barrier::new(workers)); // Each worker has one of the jobs.
                for _ in 0..workers {
                    let all = Arc::clone(&all);
                    let job = move || {
                        FAREWELL.set(Some(Farewell));
                        all.wait();
                    };
                    pool.submit(job).unwrap();
                }
                drop(pool);
                ENDED.load(Ordering::SeqCst)
            })
        });
        assert_eq!(ended, [1, 4]);
    }

    #[test]
    fn cancelling_frees_what_had_not_started() {
        watched("the held job", || {
            let pool = Pool::new(1);
            let (release, held) = mpsc::channel::<()>();
            let (started, has_started) = mpsc::channel();
            let hold = move || {
                started.send(()).unwrap();
                held.recv().unwrap_err();
            };
            pool.submit(hold).unwrap();
            has_started.recv().unwrap();
            let owned = Arc::new(());
            for _ in 0..5 {
                let owned = Arc::clone(&owned);
                pool.submit(move || drop(owned)).unwrap();
            }
            assert_eq!((pool.cancel(), Arc::strong_count(&owned)), (5, 1));
            assert_eq!((pool.cancel(), pool.submit(|| ())), (0, Err(Closed)));
            drop(release);
        });
    }

    #[test]
    fn a_panic_costs_its_worker_until_the_next_step() {
        watched("the pool to end", || {
            let (log, ran) = mpsc::channel();
            let pool = Pool::new(1);
            pool.submit(panic_quietly).unwrap();
            let later = log.clone();
            pool.submit(move || later.send(()).unwrap()).unwrap();
            drop((pool, log));
            assert_eq!(ran.iter().count(), 0, "the only worker is gone");
        });
    }
}

mod pool_panics {
    use examples_worker_pool::pool_panics::{Failure, Pool};

    use super::{mpsc, panic_quietly, watched};

    #[test]
    fn each_panic_is_reported_by_number_and_the_worker_goes_on() {
        let (failures, served) = watched("a thousand panics", || {
            let (log, served) = mpsc::channel();
            let pool = Pool::new(2);
            for job in 0..2000 {
                let log = log.clone();
                let run =
                    move || if job % 2 == 1 { panic_quietly() } else { log.send(()).unwrap() };
                assert_eq!(pool.submit(run), job);
            }
            drop(log);
            (pool.join(), served.iter().count())
        });
        let odd = (0..1000).map(|n| Failure { job: 2 * n + 1, message: "on purpose".to_string() });
        assert_eq!((failures, served), (odd.collect(), 1000));
    }

    #[test]
    fn a_panic_that_throws_something_else_has_a_stand_in() {
        let failures = watched("the pool to end", || {
            let pool = Pool::new(1);
            pool.submit(|| super::panic::resume_unwind(Box::new(7)));
            pool.join()
        });
        assert_eq!(failures[0].message, "a panic without words");
    }
}

mod pool_results {
    use examples_worker_pool::pool_results::Pool;

    use super::{PanicsWhenDropped, mpsc, panic, panic_quietly, watched};

    #[test]
    fn results_are_in_the_order_of_the_input_and_a_panic_is_in_its_place() {
        let results = watched("map", || {
            Pool::new(3).map((0..500).collect(), |n: u32| {
                if n == 250 {
                    panic_quietly();
                }
                n + 1
            })
        });
        for (n, result) in (0..500).zip(results) {
            assert_eq!(result.ok(), (n != 250).then_some(n + 1));
        }
    }

    #[test]
    fn completed_results_say_whose_they_are() {
        let mut results: Vec<_> = watched("the results", || {
            let pool = Pool::new(3);
            let results = pool.map_as_completed((0..500).collect(), |n: usize| n * 2);
            drop(pool); // The results do not need it any more.
            results.map(|(index, result)| (index, result.unwrap())).collect()
        });
        results.sort_unstable();
        assert_eq!(results, (0..500).map(|n| (n, 2 * n)).collect::<Vec<_>>());
    }

    #[test]
    fn what_panics_when_dropped_does_not_cost_the_worker() {
        let result = watched("the worker to live on", || {
            let pool = Pool::new(1);
            // Held, so that their tickets are gone before they run.
            let (release, held) = mpsc::channel::<()>();
            drop(pool.submit(move || held.recv()));
            drop(pool.submit(|| PanicsWhenDropped(2)));
            drop(pool.submit(|| panic::resume_unwind(Box::new(PanicsWhenDropped(2)))));
            drop(release);
            pool.submit(|| 3).wait().unwrap()
        });
        assert_eq!(result, 3);
    }

    #[test]
    fn a_dropped_ticket_does_not_cancel_the_job() {
        let (sender, received) = mpsc::channel();
        let pool = Pool::new(1);
        drop(pool.submit(move || sender.send("done").unwrap()));
        assert_eq!(received.recv(), Ok("done"));
    }
}

mod pool_bounded {
    use examples_worker_pool::pool_bounded::Pool;

    use super::{PanicsWhenDropped, mpsc, panic, panic_quietly, watched};

    #[test]
    fn the_queue_takes_as_many_jobs_as_it_has_places() {
        for places in [1, 2, 7] {
            watched("the held job", move || {
                let pool = Pool::new(1, places);
                let (release, held) = mpsc::channel::<()>();
                let (started, has_started) = mpsc::channel();
                pool.submit(move || {
                    started.send(()).unwrap();
                    held.recv().unwrap_err();
                });
                has_started.recv().unwrap();
                for _ in 0..places {
                    assert!(pool.try_submit(Box::new(|| ())).is_ok());
                }
                assert!(pool.try_submit(Box::new(|| ())).is_err());
                drop(release);
            });
        }
    }

    #[test]
    fn what_panics_when_dropped_does_not_cost_the_worker() {
        let ran = watched("the worker to live on", || {
            let (log, ran) = mpsc::channel();
            let pool = Pool::new(1, 1);
            pool.submit(|| panic::resume_unwind(Box::new(PanicsWhenDropped(2))));
            pool.submit(move || log.send("ran").unwrap());
            ran.recv()
        });
        assert_eq!(ran, Ok("ran"));
    }

    #[test]
    fn submit_waits_and_loses_nothing_even_among_panics() {
        let ran = watched("the jobs", || {
            let (log, ran) = mpsc::channel();
            let pool = Pool::new(2, 1);
            for _ in 0..300 {
                let log = log.clone();
                pool.submit(move || log.send(()).unwrap());
                pool.submit(panic_quietly);
            }
            drop((pool, log));
            ran.iter().count()
        });
        assert_eq!(ran, 300);
    }
}

mod pool_batches {
    use std::num::NonZeroUsize;
    use std::panic::AssertUnwindSafe;

    use examples_worker_pool::pool_batches::Pool;

    use super::{panic, panic_quietly, watched};

    fn map(count: usize, batch: usize) -> (Vec<usize>, usize) {
        let batch = NonZeroUsize::new(batch).unwrap();
        watched("map", move || {
            Pool::new(NonZeroUsize::new(3).unwrap()).map((0..count).collect(), batch, |n| n + 1)
        })
    }

    #[test]
    fn batches_of_any_size_keep_the_order() {
        for (count, batch, jobs) in [(0, 1, 0), (1, 5, 1), (10, 5, 2), (11, 5, 3), (300, 1, 300)] {
            assert_eq!(map(count, batch), ((1..=count).collect(), jobs));
        }
        assert_eq!(map(9, usize::MAX), ((1..=9).collect(), 1));
    }

    #[test]
    #[should_panic(expected = "a batch panicked")]
    fn a_panic_in_a_batch_is_a_panic_of_map_and_no_hang() {
        watched("map", || {
            Pool::new(NonZeroUsize::MIN).map(vec![1, 2, 3], NonZeroUsize::MIN, |n| {
                if n == 2 {
                    panic_quietly();
                }
            })
        });
    }

    #[test]
    #[should_panic(expected = "a batch panicked")]
    fn without_a_worker_left_map_panics_and_does_not_hang() {
        watched("map", || {
            let pool = Pool::new(NonZeroUsize::MIN);
            let only_job = || pool.map(vec![1], NonZeroUsize::MIN, |_| panic_quietly());
            assert!(panic::catch_unwind(AssertUnwindSafe(only_job)).is_err());
            pool.map(vec![1], NonZeroUsize::MIN, |n| n)
        });
    }
}

mod pool_async {
    use examples_worker_pool::pool_async::squares;

    use super::watched;

    #[test]
    fn tasks_do_every_job_once_whatever_their_number() {
        for (workers, jobs) in [(1, 0), (1, 1), (3, 24), (3, 5000), (5000, 3)] {
            let (mut found, done) =
                watched("the tasks", move || smol::block_on(squares(workers, jobs)));
            found.sort_unstable();
            assert_eq!(found, (1..=u64::from(jobs)).map(|n| n * n).collect::<Vec<_>>());
            assert_eq!(done, jobs);
        }
    }

    #[test]
    #[should_panic(expected = "a pool needs a worker")]
    fn without_workers_it_refuses() {
        watched("a refusal", || smol::block_on(squares(0, 1)));
    }
}
