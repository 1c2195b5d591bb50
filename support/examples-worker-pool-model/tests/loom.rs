//! Every schedule of a small pool, with at most three preemptions.

use std::collections::BTreeSet;
use std::env;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc as StdArc, Mutex as StdMutex};

use loom::sync::Arc;
use loom::thread;

/// `pool_shutdown`, with loom's threads and locks.
#[allow(dead_code)] // The models use less than all of it.
mod sound {
    include!(concat!(env!("OUT_DIR"), "/loom_sound.rs"));
}

/// At the end only one of the workers that sleep is told.
#[allow(dead_code)]
mod one_is_told {
    include!(concat!(env!("OUT_DIR"), "/loom_one_is_told.rs"));
}

/// A worker asks whether it is the end before it asks whether there is a job.
#[allow(dead_code)]
mod end_first {
    include!(concat!(env!("OUT_DIR"), "/loom_end_first.rs"));
}

/// `pool`, with loom's threads and locks.
#[allow(dead_code)]
mod last {
    include!(concat!(env!("OUT_DIR"), "/loom_last.rs"));
}

/// Submitters that wait for a place are not told of the end.
#[allow(dead_code)]
mod nobody_is_told {
    include!(concat!(env!("OUT_DIR"), "/loom_nobody_is_told.rs"));
}

/// A submitter that waits is told of a place only when half of the queue is free.
#[allow(dead_code)]
mod half_is_free {
    include!(concat!(env!("OUT_DIR"), "/loom_half_is_free.rs"));
}

/// A worker that sleeps is told of the first job in the queue only.
#[allow(dead_code)]
mod first_is_told {
    include!(concat!(env!("OUT_DIR"), "/loom_first_is_told.rs"));
}

/// Runs `model` in every schedule, and returns how many these were. loom panics at a deadlock.
fn explore(model: impl Fn() + Sync + Send + 'static) -> usize {
    let schedules = StdArc::new(AtomicUsize::new(0));
    let counter = StdArc::clone(&schedules);
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(move || {
        counter.fetch_add(1, Ordering::Relaxed);
        model();
    });
    let schedules = schedules.load(Ordering::Relaxed);
    println!("loom explored {schedules} schedules");
    assert!(schedules > 20, "only {schedules} schedules: that is no exploration");
    schedules
}

/// Returns a counter, and what makes jobs that count. It is std's: it is read when all workers are joined,
/// so loom need not explore its order.
fn counter() -> (StdArc<AtomicUsize>, impl Fn() -> Box<dyn FnOnce() + Send>) {
    let ran = StdArc::new(AtomicUsize::new(0));
    let count = StdArc::clone(&ran);
    let job = move || -> Box<dyn FnOnce() + Send> {
        let count = StdArc::clone(&count);
        Box::new(move || {
            count.fetch_add(1, Ordering::Relaxed);
        })
    };
    (ran, job)
}

macro_rules! drop_drains {
    ($pool:ident) => {
        || {
            let (ran, job) = counter();
            let pool = $pool::Pool::new(2);
            for _ in 0..2 {
                assert!(pool.submit(job()).is_ok());
            }
            drop(pool); // Ends only if every worker does.
            assert_eq!(ran.load(Ordering::Relaxed), 2, "jobs run");
        }
    };
}

#[test]
fn dropping_runs_every_job_and_ends_every_worker() {
    explore(drop_drains!(sound));
}

#[test]
fn a_job_is_either_run_or_cancelled() {
    explore(|| {
        let (ran, job) = counter();
        let pool = sound::Pool::new(2);
        for _ in 0..2 {
            assert!(pool.submit(job()).is_ok());
        }
        let cancelled = pool.cancel();
        assert_eq!(pool.submit(job()).err(), Some(sound::Closed));
        drop(pool);
        assert_eq!(ran.load(Ordering::Relaxed) + cancelled, 2);
    });
}

#[test]
fn a_job_that_races_with_close_is_either_run_or_refused() {
    explore(|| {
        let (ran, job) = counter();
        let pool = Arc::new(sound::Pool::new(1));
        let other = Arc::clone(&pool);
        let submitter = thread::spawn(move || other.submit(job()).is_ok());
        pool.close();
        let taken = submitter.join().expect("submit does not panic");
        drop(pool); // The submitter's was dropped before it ended.
        assert_eq!(ran.load(Ordering::Relaxed), usize::from(taken));
    });
}

/// Two jobs log when they start. Returns the orders that were seen, of all schedules.
fn start_orders(workers: usize) -> BTreeSet<Vec<i32>> {
    let seen = StdArc::new(StdMutex::new(BTreeSet::new()));
    let orders = StdArc::clone(&seen);
    explore(move || {
        let log = Arc::new(loom::sync::Mutex::new(Vec::new())); // loom's, so that it tries each order.
        let pool = last::Pool::new(workers, 2).expect("loom starts threads");
        for job in [1, 2] {
            let log = Arc::clone(&log);
            pool.submit(move || log.lock().expect("no job panics").push(job)).expect("it is open");
        }
        drop(pool);
        let log = log.lock().expect("no job panics").clone();
        orders.lock().expect("no model panics").insert(log);
    });
    let seen = seen.lock().expect("no model panics");
    seen.clone()
}

/// Jobs are taken in the order of submission. With two workers, they may start in another one.
#[test]
fn a_second_worker_may_overtake_between_the_queue_and_the_job() {
    assert_eq!(start_orders(1), BTreeSet::from([vec![1, 2]]));
    assert_eq!(start_orders(2), BTreeSet::from([vec![1, 2], vec![2, 1]]));
}

#[test]
fn two_submitters_share_one_place_and_both_get_answers() {
    explore(|| {
        let pool = last::Pool::new(1, 1).expect("loom starts threads");
        let submitter = pool.submitter();
        let other = thread::spawn(move || submitter.submit(|| 1).and_then(last::Ticket::wait));
        let ticket = pool.submit(|| 2).expect("nobody closes the pool before this");
        assert_eq!(other.join().expect("submit does not panic"), Ok(1));
        drop(pool);
        assert_eq!(ticket.wait(), Ok(2));
    });
}

macro_rules! cancel_while_one_submits {
    ($pool:ident) => {
        || {
            let pool = $pool::Pool::new(1, 1).expect("loom starts threads");
            let submitter = pool.submitter();
            let other = thread::spawn(move || {
                [0, 1].map(|n| submitter.submit(move || n).and_then($pool::Ticket::wait))
            });
            pool.cancel();
            for (n, answer) in other.join().expect("submit does not panic").into_iter().enumerate()
            {
                let honest = [Ok(n), Err($pool::JobError::Cancelled), Err($pool::JobError::Closed)];
                assert!(honest.contains(&answer), "{answer:?}");
            }
        }
    };
}

#[test]
fn a_job_of_the_last_pool_is_run_cancelled_or_refused() {
    explore(cancel_while_one_submits!(last));
}

/// Three jobs at once, so that one may wait for a place while the pool is cancelled.
macro_rules! close_while_one_waits {
    ($pool:ident) => {
        || {
            let pool = $pool::Pool::new(1, 1).expect("loom starts threads");
            let submitter = pool.submitter();
            let other =
                thread::spawn(move || [0, 1, 2].map(|n| submitter.submit(move || n).is_ok()));
            pool.cancel();
            let taken = other.join().expect("submit does not panic");
            assert!(taken.is_sorted_by(|a, b| a >= b), "after a refusal all are refused");
        }
    };
}

#[test]
fn close_reaches_a_submitter_that_waits() {
    explore(close_while_one_waits!(last));
}

/// The first of four jobs waits for what comes after the last was submitted: the last may have to wait
/// for one of three places, and no more than one becomes free.
macro_rules! one_place_is_enough {
    ($pool:ident) => {
        || {
            let pool = $pool::Pool::new(1, 3).expect("loom starts threads");
            let (go, wait) = loom::sync::mpsc::channel();
            pool.submit(move || wait.recv().expect("it is sent")).expect("the pool is open");
            for _ in 0..3 {
                pool.submit(|| ()).expect("the pool is open");
            }
            go.send(()).expect("the first job waits");
            drop(pool);
        }
    };
}

#[test]
fn a_submitter_is_told_of_every_place() {
    explore(one_place_is_enough!(last));
}

/// The first job waits for the second, so both workers have to be awake.
macro_rules! two_jobs_meet {
    ($pool:ident) => {
        || {
            let pool = $pool::Pool::new(2, 2).expect("loom starts threads");
            let (go, wait) = loom::sync::mpsc::channel();
            let first = pool.submit(move || wait.recv().expect("it is sent"));
            let second = pool.submit(move || go.send(()).expect("the first job waits"));
            // Before the end, which tells every worker.
            let answers = [first, second].map(|ticket| ticket.and_then($pool::Ticket::wait));
            assert_eq!(answers, [Ok(()), Ok(())]);
            drop(pool);
        }
    };
}

#[test]
fn a_worker_is_told_of_every_job() {
    explore(two_jobs_meet!(last));
}

/// Explores a broken twin in a process of its own, and checks that loom finds a deadlock. It panics
/// there, the unwinding drops the pool, and that waits for workers of an execution that has ended.
/// So the process ends.
fn finds_a_deadlock(test: &str, explore_twin: fn() -> usize) {
    const CHILD: &str = "LOOM_EXPLORES_THE_BROKEN_TWIN";
    if env::var_os(CHILD).is_some() {
        explore_twin();
        return;
    }
    let output = Command::new(env::current_exe().expect("this test has a file"))
        .args(["--exact", test, "--nocapture"])
        .env(CHILD, "1")
        .output()
        .expect("this test can be started once more");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "loom found nothing in the broken twin:\n{said}");
    let found = said.lines().find(|line| line.contains("deadlock; threads ="));
    let found = found.unwrap_or_else(|| panic!("loom found something else:\n{said}"));
    println!("{test}: {found}");
}

#[test]
fn a_worker_that_is_not_told_of_the_end_is_found() {
    finds_a_deadlock("a_worker_that_is_not_told_of_the_end_is_found", || {
        explore(drop_drains!(one_is_told))
    });
}

#[test]
fn a_submitter_that_is_not_told_of_the_end_is_found() {
    finds_a_deadlock("a_submitter_that_is_not_told_of_the_end_is_found", || {
        explore(close_while_one_waits!(nobody_is_told))
    });
}

#[test]
fn a_submitter_that_is_told_of_half_the_places_is_found() {
    finds_a_deadlock("a_submitter_that_is_told_of_half_the_places_is_found", || {
        explore(one_place_is_enough!(half_is_free))
    });
}

#[test]
fn a_worker_that_is_not_told_of_a_job_is_found() {
    finds_a_deadlock("a_worker_that_is_not_told_of_a_job_is_found", || {
        explore(two_jobs_meet!(first_is_told))
    });
}

#[test]
#[should_panic(expected = "jobs run")]
fn a_job_that_is_forgotten_at_the_end_is_found() {
    explore(drop_drains!(end_first));
}
