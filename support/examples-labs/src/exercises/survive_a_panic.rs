//! A job that panics costs the pool no worker.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use examples_explore::{step, until_nothing_else_happens};

use crate::explore::refuse_until;
use crate::{Calls, Failure, Kind, Refusal, Verdict, ensure, explore};

/// Where to read more.
pub const PAGE: &str = "worker-pool/pool_panics";

type Job = Box<dyn FnOnce() + Send>;
type Answer = fn(workers: usize, jobs: Vec<Job>) -> (usize, usize);

static CALLS: Calls = Calls::new();
static PANICKED: AtomicUsize = AtomicUsize::new(0);
const WORKERS: usize = 2;
const JOBS: usize = 6;
const RETURNED: &str = "`run` has returned";
/// What a job says when it panics.
const PANIC: &str = "the job has gone wrong";

/// Grades `run`.
pub fn grade(answer: Answer) -> Verdict {
    // First as many jobs panic as there are workers, then two jobs meet: that takes two workers.
    // The same in reverse, for workers that take the last job first.
    let meeting = || vec![panics(0), panics(1), meets(2), meets(3), panics(4), panics(5)];
    explore(move || judge(answer, meeting(), 4), explain)?;
    let free = || vec![returns(0), panics(1), returns(2), returns(3), panics(4), returns(5)];
    explore(move || judge(answer, free(), 2), explain)
}

fn returns(number: usize) -> Job {
    job(number, || ())
}

fn meets(number: usize) -> Job {
    job(number, || CALLS.meet(2))
}

fn job(number: usize, work: fn()) -> Job {
    Box::new(move || {
        CALLS.enter(format_args!("job {number}"));
        work();
        CALLS.leave(format_args!("job {number}"));
    })
}

fn panics(number: usize) -> Job {
    Box::new(move || {
        CALLS.enter(format_args!("job {number}"));
        CALLS.leave(format_args!("job {number}, with a panic"));
        PANICKED.fetch_add(1, SeqCst);
        panic!("{PANIC}")
    })
}

fn judge(answer: Answer, jobs: Vec<Job>, will_panic: usize) -> Verdict {
    CALLS.begin();
    PANICKED.store(0, SeqCst);
    let got = answer(WORKERS, jobs);
    CALLS.all_followed()?;
    let (begun, ended) = (CALLS.begun(), CALLS.ended());
    if ended < JOBS {
        step(RETURNED);
        // A worker that still runs gets the time to show.
        until_nothing_else_happens();
        let says = format!(
            "`run` returned when {ended} of {JOBS} jobs had ended: it does not wait for its workers"
        );
        ensure(begun == CALLS.begun() && begun == ended, "left_behind", says)?;
        return Err(never_run());
    }
    let peak = CALLS.peak();
    let says = format!("{peak} jobs ran at the same time, on {WORKERS} workers");
    ensure(peak <= WORKERS, "too_many", says)?;
    let expected = (JOBS - will_panic, will_panic);
    let says = format!(
        "{} jobs returned and {} panicked; `run` counted {} and {}",
        expected.0, expected.1, got.0, got.1
    );
    let why = "called again, it goes on from the counts before: a `static` outlives the call";
    ensure(got.0 + got.1 <= JOBS, "outlives_the_call", format!("{says}: {why}"))?;
    let why = "a job that panicked has not returned";
    ensure(got.0 <= expected.0, "counted_as_done", format!("{says}: {why}"))?;
    let lost = got.0 == expected.0 && got.1 < expected.1;
    ensure(!lost, "lost_panic", format!("{says}: a panic was not counted"))?;
    let why = if got.0 + got.1 < JOBS { ": one of the counts was lost" } else { "" };
    ensure(got == expected, "wrong_counts", format!("{says}{why}"))
}

/// Refuses an answer whose workers are gone before all jobs have begun.
fn never_run() -> Refusal {
    let (left, panicked) = (JOBS - CALLS.begun(), PANICKED.load(SeqCst));
    if panicked == 0 {
        return Refusal::new("lost_job", format!("{left} of {JOBS} jobs were never run"));
    }
    let jobs = if panicked == 1 { "1 job".into() } else { format!("{panicked} jobs") };
    let says = format!(
        "{jobs} panicked, and {left} of {JOBS} were never run: each panic has ended a worker"
    );
    Refusal::new("worker_lost", says)
}

fn explain(failure: &Failure) -> Refusal {
    let poisoned = |what: &str| what.starts_with("panics") && what.contains("PoisonError");
    if let Some(event) = failure.events.iter().find(|event| poisoned(&event.what)) {
        let line = event.line;
        let says = format!(
            "a job panicked while its worker held a lock, which is now poisoned: line {line} panics, too"
        );
        return Refusal::new("poisoned", says);
    }
    let has_lost_jobs = CALLS.begun() < JOBS;
    match &failure.kind {
        Kind::Failed(refusal) if refusal.id == "left_behind" => {
            refuse_until(failure, RETURNED, refusal)
        }
        Kind::Deadlock(_) if has_lost_jobs && CALLS.met() == 0 => never_run(),
        Kind::Panicked(panic) if panic.words == PANIC && has_lost_jobs => never_run(),
        Kind::Panicked(panic) if panic.words == PANIC => {
            Refusal::new("panic_spreads", "a job panicked, and `run` did, too")
        }
        _ => CALLS.explain(failure, 2, "jobs", "run"),
    }
}
