//! Thousands of random schedules of a larger pool: four workers, eight jobs.

use std::sync::Arc as StdArc;
use std::sync::atomic::{AtomicUsize, Ordering};

use shuttle::sync::Arc;
use shuttle::thread;

/// `pool_shutdown`, with shuttle's threads and locks.
#[allow(dead_code)] // The models use less than all of it.
mod sound {
    include!(concat!(env!("OUT_DIR"), "/shuttle_sound.rs"));
}

/// At the end only one of the workers that sleep is told.
#[allow(dead_code)]
mod one_is_told {
    include!(concat!(env!("OUT_DIR"), "/shuttle_one_is_told.rs"));
}

/// A worker asks whether it is the end before it asks whether there is a job.
#[allow(dead_code)]
mod end_first {
    include!(concat!(env!("OUT_DIR"), "/shuttle_end_first.rs"));
}

/// `pool`, with shuttle's threads and locks.
#[allow(dead_code)]
mod last {
    include!(concat!(env!("OUT_DIR"), "/shuttle_last.rs"));
}

/// Submitters that wait for a place are not told of the end.
#[allow(dead_code)]
mod nobody_is_told {
    include!(concat!(env!("OUT_DIR"), "/shuttle_nobody_is_told.rs"));
}

const SCHEDULES: usize = 2000;
const WORKERS: usize = 4;
const JOBS: usize = 8;

fn job(ran: &StdArc<AtomicUsize>) -> Box<dyn FnOnce() + Send> {
    let ran = StdArc::clone(ran);
    Box::new(move || {
        thread::yield_now(); // A job takes time, in which others may run.
        ran.fetch_add(1, Ordering::Relaxed);
    })
}

macro_rules! drop_drains {
    ($pool:ident) => {
        || {
            let ran = StdArc::new(AtomicUsize::new(0));
            let pool = $pool::Pool::new(WORKERS);
            for _ in 0..JOBS {
                assert!(pool.submit(job(&ran)).is_ok());
            }
            drop(pool);
            assert_eq!(ran.load(Ordering::Relaxed), JOBS, "jobs run");
        }
    };
}

fn explore(model: impl Fn() + Clone + Send + Sync + 'static) {
    shuttle::check_random(model.clone(), SCHEDULES);
    // Random schedules switch often; this one switches rarely, at up to three points that matter.
    shuttle::check_pct(model, SCHEDULES, 3);
    println!("shuttle ran {} schedules", 2 * SCHEDULES);
}

#[test]
fn dropping_runs_every_job_and_ends_every_worker() {
    explore(drop_drains!(sound));
}

#[test]
fn jobs_of_two_submitters_are_run_refused_or_cancelled() {
    explore(|| {
        let ran = StdArc::new(AtomicUsize::new(0));
        let pool = Arc::new(sound::Pool::new(WORKERS));
        let submitters = [(); 2].map(|()| {
            let (pool, ran) = (Arc::clone(&pool), StdArc::clone(&ran));
            thread::spawn(move || (0..JOBS / 2).filter(|_| pool.submit(job(&ran)).is_ok()).count())
        });
        let cancelled = pool.cancel();
        assert_eq!(pool.submit(job(&ran)).err(), Some(sound::Closed));
        let taken: usize =
            submitters.map(|one| one.join().expect("submit does not panic")).iter().sum();
        pool.close(); // Once more does no harm.
        drop(pool);
        assert_eq!(ran.load(Ordering::Relaxed) + cancelled, taken);
    });
}

/// Two submitters and two places, so that they often wait; and `cancel` at any moment.
macro_rules! cancel_while_submitters_wait {
    ($pool:ident) => {
        || {
            let ran = StdArc::new(AtomicUsize::new(0));
            let pool = $pool::Pool::new(2, 2).expect("shuttle starts threads");
            let submitters = [(); 2].map(|()| {
                let (submitter, ran) = (pool.submitter(), StdArc::clone(&ran));
                thread::spawn(move || {
                    (0..JOBS / 2).filter(|_| submitter.submit(job(&ran)).is_ok()).count()
                })
            });
            let cancelled = pool.cancel();
            let taken: usize =
                submitters.map(|one| one.join().expect("submit does not panic")).iter().sum();
            drop(pool);
            assert_eq!(ran.load(Ordering::Relaxed) + cancelled, taken);
        }
    };
}

#[test]
fn jobs_of_the_last_pool_are_run_refused_or_cancelled() {
    explore(cancel_while_submitters_wait!(last));
}

#[test]
#[should_panic(expected = "deadlock")]
fn a_submitter_that_is_not_told_of_the_end_is_found() {
    shuttle::check_random(cancel_while_submitters_wait!(nobody_is_told), SCHEDULES);
}

#[test]
#[should_panic(expected = "deadlock")]
fn a_worker_that_is_not_told_of_the_end_is_found() {
    shuttle::check_random(drop_drains!(one_is_told), SCHEDULES);
}

#[test]
#[should_panic(expected = "jobs run")]
fn a_job_that_is_forgotten_at_the_end_is_found() {
    shuttle::check_random(drop_drains!(end_first), SCHEDULES);
}
