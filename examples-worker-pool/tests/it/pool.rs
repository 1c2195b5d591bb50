//! Each guarantee of `pool::Pool` is a test here; so is what it does at the edges.

use std::cell::RefCell;
use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use examples_testing::watched;
use examples_worker_pool::pool::{JobError, Pool, Submitter, Ticket};

use crate::support::{PanicsWhenDropped, holding_job, jobs_meet_in_order, panic_quietly};

/// Keeps a worker busy until the sender is dropped. Returns when the job has started.
fn hold(pool: &Pool) -> (Sender<()>, Ticket<()>) {
    let (job, has_started, release) = holding_job();
    let ticket = pool.submit(job).unwrap();
    has_started.recv().unwrap();
    (release, ticket)
}

#[test]
fn zero_workers_or_places_are_refused() {
    for (workers, places) in [(0, 1), (1, 0), (0, 0)] {
        let error = Pool::new(workers, places).err().expect("a refusal");
        assert!(error.to_string().contains("needs at least one"), "{error}");
    }
}

#[test]
fn four_workers_take_jobs_in_the_order_of_submission() {
    let pool = Pool::new(4, 2).unwrap();
    jobs_meet_in_order(4, move |job| drop(pool.submit(job).unwrap()));
}

#[test]
fn one_worker_runs_jobs_in_the_order_of_submission() {
    let order = watched("fifty jobs", || {
        let (log, order) = mpsc::channel();
        let pool = Pool::new(1, 5).unwrap();
        for job in 0..50 {
            let log = log.clone();
            pool.submit(move || log.send(job).unwrap()).unwrap();
        }
        drop((pool, log));
        order.iter().collect::<Vec<_>>()
    });
    assert_eq!(order, (0..50).collect::<Vec<_>>());
}

/// Submits jobs that cannot start yet, ends the pool by `end`, and returns how many ran.
fn ran_after(end: fn(Pool)) -> usize {
    watched("the pool to end", move || {
        let ran = Arc::new(AtomicUsize::new(0));
        let pool = Pool::new(2, 100).unwrap();
        let held = [hold(&pool), hold(&pool)];
        for _ in 0..100 {
            let ran = Arc::clone(&ran);
            pool.submit(move || ran.fetch_add(1, Ordering::Relaxed)).unwrap();
        }
        drop(held);
        end(pool);
        ran.load(Ordering::Relaxed)
    })
}

#[test]
fn drop_drains() {
    assert_eq!(ran_after(drop), 100);
    assert_eq!(ran_after(|pool| pool.close()), 100);
}

#[test]
fn no_worker_outlives_the_pool() {
    static ENDED: AtomicUsize = AtomicUsize::new(0);
    struct Farewell;
    impl Drop for Farewell {
        fn drop(&mut self) {
            ENDED.fetch_add(1, Ordering::SeqCst);
        }
    }
    // Dropped by the thread as it ends.
    thread_local!(static FAREWELL: RefCell<Option<Farewell>> = const { RefCell::new(None) });

    fn cancel(pool: Pool) {
        assert_eq!(pool.cancel(), 0);
    }
    for (round, end) in [drop as fn(Pool), cancel].iter().enumerate() {
        let end = *end;
        watched("the workers to end", move || {
            let pool = Pool::new(4, 4).unwrap();
            let all = Arc::new(Barrier::new(5)); // Each worker has one of the four jobs.
            for _ in 0..4 {
                let all = Arc::clone(&all);
                let job = move || {
                    FAREWELL.set(Some(Farewell));
                    all.wait();
                };
                pool.submit(job).unwrap();
            }
            all.wait();
            end(pool);
        });
        assert_eq!(ENDED.load(Ordering::SeqCst), 4 * (round + 1));
    }
}

#[test]
fn a_thousand_panicking_jobs_leave_it_serving() {
    watched("a thousand panics", || {
        let pool = Pool::new(2, 10).unwrap();
        for _ in 0..1000 {
            let ticket = pool.submit(panic_quietly).unwrap();
            assert_eq!(ticket.wait(), Err(JobError::Panicked("on purpose".to_string())));
        }
        for _ in 0..1000 {
            drop(pool.submit(panic_quietly).unwrap()); // Nobody asks.
        }
        // Both workers are there: one alone would wait forever.
        let meeting = Arc::new(Barrier::new(2));
        let other = Arc::clone(&meeting);
        let tickets = [pool.submit(move || meeting.wait()), pool.submit(move || other.wait())];
        assert!(tickets.into_iter().all(|ticket| ticket.unwrap().wait().is_ok()));
    });
}

#[test]
fn whatever_a_panic_throws_the_worker_lives() {
    watched("odd panics", || {
        let pool = Pool::new(1, 10).unwrap();
        let said = |job: fn()| match pool.submit(job).unwrap().wait() {
            Err(JobError::Panicked(message)) => message,
            other => panic!("{other:?}"),
        };
        assert_eq!(said(|| panic::resume_unwind(Box::new("text"))), "text");
        assert_eq!(said(|| panic::resume_unwind(Box::new(String::from("owned")))), "owned");
        assert_eq!(said(|| panic::resume_unwind(Box::new(7))), "a panic without a message");
        let dangerous = || panic::resume_unwind(Box::new(PanicsWhenDropped(1)));
        assert_eq!(said(dangerous), "a panic without a message");

        // A result that nobody waits for is dropped by the worker.
        let (release, first) = hold(&pool);
        drop(pool.submit(|| PanicsWhenDropped(1)).unwrap());
        drop(pool.submit(|| PanicsWhenDropped(2)).unwrap());
        drop(release);
        assert_eq!(first.wait(), Ok(()));
        assert_eq!(pool.submit(|| 3).unwrap().wait(), Ok(3));
    });
}

#[test]
fn submit_after_shutdown_is_an_error() {
    watched("the pool to end", || {
        let cancel = |pool: &Submitter| assert_eq!(pool.cancel(), 0);
        for end in [Submitter::close, cancel] {
            let pool = Pool::new(1, 1).unwrap();
            let submitter = pool.submitter();
            assert_eq!(submitter.submit(|| 1).unwrap().wait(), Ok(1));
            end(&pool);
            assert_eq!(pool.submit(|| 1).err(), Some(JobError::Closed));
            assert_eq!(pool.try_submit(|| 1).err(), Some(JobError::Closed));
            assert_eq!(pool.map(vec![1], |n| n).err(), Some(JobError::Closed));
            drop(pool);
            assert_eq!(submitter.submit(|| 1).err(), Some(JobError::Closed));
        }
    });
}

#[test]
fn a_submitter_that_waits_learns_that_the_pool_is_closed() {
    watched("the submitters", || {
        let pool = Pool::new(1, 1).unwrap();
        let (release, _) = hold(&pool);
        let second = pool.submit(|| 2).unwrap(); // The queue is full from here on.
        let waiting = [0; 3].map(|_| {
            let submitter = pool.submitter();
            thread::spawn(move || submitter.submit(|| ()).err())
        });
        // They are right to be refused whether they wait already or come later. The sleep makes it
        // likely that they wait; the model check has both for certain.
        thread::sleep(Duration::from_millis(50));
        pool.close();
        for submitter in waiting {
            assert_eq!(submitter.join().unwrap(), Some(JobError::Closed));
        }
        drop(release);
        assert_eq!(second.wait(), Ok(2), "taken before, so it is run");
    });
}

#[test]
fn a_full_queue_says_so_and_takes_jobs_again_later() {
    watched("the held job", || {
        let pool = Pool::new(1, 2).unwrap();
        let (release, _) = hold(&pool);
        let first = pool.try_submit(|| 1).unwrap();
        let second = pool.try_submit(|| 2).unwrap();
        assert_eq!(pool.try_submit(|| 3).err(), Some(JobError::Full));
        drop(release);
        assert_eq!((first.wait(), second.wait()), (Ok(1), Ok(2)));
        assert_eq!(pool.try_submit(|| 3).unwrap().wait(), Ok(3));
    });
}

#[test]
fn a_submitter_that_waits_is_told_of_the_first_place() {
    for places in [1, 2, 3, 10] {
        let answers = watched("a place", move || {
            let pool = Pool::new(1, places).unwrap();
            let (release, _) = hold(&pool);
            let (go, wait) = mpsc::channel::<()>();
            // It makes a place when it starts, and no more until the last job was submitted.
            let first = pool.submit(move || wait.recv().unwrap()).unwrap();
            for _ in 1..places {
                pool.submit(|| ()).unwrap();
            }
            thread::scope(|s| {
                let last = s.spawn(|| pool.submit(|| "last").unwrap());
                // Time to fall asleep: a thread that is awake would find the place anyway.
                thread::sleep(Duration::from_millis(50));
                drop(release);
                let last = last.join().unwrap();
                go.send(()).unwrap();
                (first.wait(), last.wait())
            })
        });
        assert_eq!(answers, (Ok(()), Ok("last")), "{places} places");
    }
}

/// Submitters wait for one place, one after the other. Then a newcomer tries all the time. Only Linux tells
/// when a submitter has begun to wait: its thread sleeps.
#[cfg(target_os = "linux")]
#[test]
fn nobody_overtakes_a_submitter_that_waits() {
    for _ in 0..20 {
        let order = watched("three submitters and a newcomer", || {
            let pool = Pool::new(1, 1).unwrap();
            let (log, order) = mpsc::channel();
            let job = |name| {
                let log = log.clone();
                move || log.send(name).unwrap()
            };
            let (release, _) = hold(&pool);
            pool.submit(job("queued")).unwrap(); // The queue is full from here on.
            thread::scope(|s| {
                for name in ["first", "second", "third"] {
                    let (submitter, job) = (pool.submitter(), job(name));
                    let (tell, thread) = mpsc::channel();
                    s.spawn(move || {
                        tell.send(std::fs::read_link("/proc/thread-self").unwrap()).unwrap();
                        submitter.submit(job).unwrap();
                    });
                    sleeps(&thread.recv().unwrap());
                }
                drop(release);
                while pool.try_submit(job("newcomer")).is_err() {}
            });
            drop((pool, log));
            order.iter().collect::<Vec<_>>()
        });
        assert_eq!(order, ["queued", "first", "second", "third", "newcomer"]);
    }
}

/// Waits until a thread of this process sleeps. `stat` has its state behind its name, in parentheses.
#[cfg(target_os = "linux")]
fn sleeps(thread: &std::path::Path) {
    let stat = std::path::Path::new("/proc").join(thread).join("stat");
    while !std::fs::read_to_string(&stat).unwrap().contains(") S ") {
        thread::yield_now();
    }
}

#[test]
fn a_job_may_submit_a_job_and_is_told_full_at_once() {
    watched("jobs that submit jobs", || {
        let pool = Pool::new(1, 1).unwrap();
        let submitter = pool.submitter();
        let answers = pool.submit(move || {
            let taken = submitter.submit(|| "inner").unwrap();
            // To wait here would be to wait for oneself.
            (taken, submitter.submit(|| "no").err(), submitter.try_submit(|| "no").err())
        });
        let (inner, second, third) = answers.unwrap().wait().unwrap_or_else(|e| panic!("{e}"));
        assert_eq!((second, third), (Some(JobError::Full), Some(JobError::Full)));
        assert_eq!(inner.wait(), Ok("inner"));

        // A worker of another pool waits for a place as anybody does.
        let (release, _) = hold(&pool);
        let queued = pool.submit(|| ()).unwrap();
        let (other, submitter) = (Pool::new(1, 1).unwrap(), pool.submitter());
        let ticket = other.submit(move || submitter.submit(|| "waited").map(Ticket::wait));
        drop(release);
        assert_eq!(ticket.unwrap().wait(), Ok(Ok(Ok("waited"))));
        assert_eq!(queued.wait(), Ok(()));
    });
}

#[test]
fn cancel_drops_what_has_not_started_and_says_so() {
    watched("the held job", || {
        let pool = Pool::new(1, 10).unwrap();
        let (release, held) = hold(&pool);
        let dropped = Arc::new(());
        let tickets: Vec<_> = (0..10)
            .map(|_| {
                let owned = Arc::clone(&dropped);
                pool.submit(move || drop(owned)).unwrap()
            })
            .collect();
        assert_eq!(pool.cancel(), 10);
        assert_eq!(Arc::strong_count(&dropped), 1, "what the jobs owned is freed");
        for ticket in tickets {
            assert_eq!(ticket.wait(), Err(JobError::Cancelled));
        }
        assert_eq!(pool.cancel(), 0);
        drop(release);
        assert_eq!(held.wait(), Ok(()), "what runs is not interrupted");
    });
}

#[test]
fn cancel_drops_every_job_though_what_they_own_panics() {
    watched("the held job", || {
        let pool = Pool::new(1, 3).unwrap();
        let (release, held) = hold(&pool);
        let tickets = [PanicsWhenDropped(1), PanicsWhenDropped(1)]
            .map(|owned| pool.submit(move || drop(owned)).unwrap());
        assert_eq!(pool.cancel(), 2);
        for ticket in tickets {
            assert_eq!(ticket.wait(), Err(JobError::Cancelled));
        }
        drop(release);
        assert_eq!(held.wait(), Ok(()));
    });
}

#[test]
fn map_keeps_the_order_and_a_panic_is_the_error_of_its_item() {
    watched("map", || {
        for (workers, places, count) in [(1, 1, 0), (1, 1, 1), (2, 1, 1000), (3, 10, 31), (8, 2, 7)]
        {
            let pool = Pool::new(workers, places).unwrap();
            let results = pool.map((0..count).collect(), |n: usize| {
                if n % 10 == 3 {
                    panic_quietly();
                }
                n * 2
            });
            for (n, result) in results.unwrap().into_iter().enumerate() {
                let panicked = Err(JobError::Panicked("on purpose".to_string()));
                assert_eq!(result, if n % 10 == 3 { panicked } else { Ok(n * 2) });
            }
            assert_eq!(pool.map((0..count).collect(), |n: usize| n).unwrap().len(), count);
        }
    });
}

#[test]
fn map_inside_a_job_does_the_work_itself() {
    let sums = watched("map in a job, with no other worker", || {
        let pool = Pool::new(1, 1).unwrap();
        let submitter = pool.submitter();
        let job = move || submitter.map((1..=100).collect(), |n: u32| n).unwrap();
        pool.submit(job).unwrap().wait().unwrap()
    });
    assert_eq!(sums.into_iter().map(Result::unwrap).sum::<u32>(), 5050);
}

#[test]
fn a_cancelled_map_is_an_error() {
    watched("map to be cancelled", || {
        let pool = Arc::new(Pool::new(1, 100).unwrap());
        let (release, _) = hold(&pool);
        let mapping = Arc::clone(&pool);
        let mapper = thread::spawn(move || mapping.map((0..160).collect(), |n: usize| n));
        // It is right to be refused whether it has submitted all, some or none of its batches.
        thread::sleep(Duration::from_millis(20));
        pool.cancel();
        drop(release);
        let error = mapper.join().unwrap().unwrap_err();
        assert!([JobError::Cancelled, JobError::Closed].contains(&error), "{error:?}");
    });
}

#[test]
fn a_job_may_drop_its_own_pool() {
    watched("the pool's last owner", || {
        let pool = Arc::new(Pool::new(2, 2).unwrap());
        let (own, (release, held)) = (Arc::clone(&pool), mpsc::channel::<()>());
        let ticket = pool.submit(move || {
            let _: Result<(), _> = held.recv();
            drop(own);
            "dropped"
        });
        let rest = pool.submit(|| "done").unwrap();
        drop(pool);
        drop(release);
        assert_eq!((ticket.unwrap().wait(), rest.wait()), (Ok("dropped"), Ok("done")));
    });
}

#[test]
fn the_only_worker_drops_its_pool_and_runs_what_is_left() {
    let log = watched("the worker to end", || {
        let pool = Arc::new(Pool::new(1, 3).unwrap());
        let (own, (release, held)) = (Arc::clone(&pool), mpsc::channel::<()>());
        let (log, lines) = mpsc::channel();
        let last = log.clone();
        pool.submit(move || {
            let _: Result<(), _> = held.recv();
            drop(own);
            log.send("dropped").unwrap();
        })
        .unwrap();
        pool.submit(move || last.send("left in the queue").unwrap()).unwrap();
        drop(pool);
        drop(release);
        lines.iter().collect::<Vec<_>>()
    });
    assert_eq!(log, ["dropped", "left in the queue"]);
}

/// A job of the first pool drops the second, and the other way round: each waits for the other's worker.
#[test]
fn two_pools_whose_jobs_drop_each_other_wait_forever() {
    let pools = [(); 2].map(|()| Arc::new(Pool::new(1, 1).unwrap()));
    let both_run = Arc::new(Barrier::new(3));
    let (tell, told) = mpsc::channel();
    for (own, other) in [(0, 1), (1, 0)] {
        let (other, both_run, tell) =
            (Arc::clone(&pools[other]), Arc::clone(&both_run), tell.clone());
        let job = move || {
            both_run.wait(); // The handles of this test are gone when it returns the second time.
            both_run.wait();
            drop(other);
            tell.send(()).unwrap();
        };
        drop(pools[own].submit(job).unwrap());
    }
    watched("both jobs to run", move || {
        both_run.wait();
        drop(pools);
        both_run.wait();
    });
    // The two threads are left behind. No time is long enough; this one says that neither goes on at once.
    assert_eq!(told.recv_timeout(Duration::from_millis(100)), Err(RecvTimeoutError::Timeout));
}

#[test]
fn many_submitters_lose_no_job() {
    for (workers, places) in [(1, 1), (2, 1), (2, 10), (4, 3), (8, 64)] {
        let ran = watched("every submitter and every job", move || {
            let ran = Arc::new(AtomicUsize::new(0));
            let pool = Pool::new(workers, places).unwrap();
            thread::scope(|s| {
                for _ in 0..8 {
                    s.spawn(|| {
                        for _ in 0..500 {
                            let ran = Arc::clone(&ran);
                            pool.submit(move || ran.fetch_add(1, Ordering::Relaxed)).unwrap();
                        }
                    });
                }
            });
            drop(pool);
            ran.load(Ordering::Relaxed)
        });
        assert_eq!(ran, 4000, "{workers} workers, {places} places");
    }
}
