//! A pool is closed while others use it: each job is accepted and runs, or is refused and does not.

use std::collections::BTreeSet;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::close::{WORKERS, judge_workers, never_ends, not_told};
use examples_explore::modelled::thread;
use examples_explore::{Event, step, told, until_nothing_else_happens};

use crate::explore::refuse_until;
use crate::{Calls, Failure, Kind, Refusal, Verdict, ensure, explore};

/// Where to read more.
pub const PAGE: &str = "worker-pool/pool_shutdown";

type Job = Box<dyn FnOnce() + Send>;

static CALLS: Calls = Calls::new();
/// The numbers of the jobs that have ended.
static ENDED: Mutex<BTreeSet<usize>> = Mutex::new(BTreeSet::new());
/// These are submitted before the pool is closed.
const EARLY: [usize; 2] = [1, 2];
/// This one at the same time.
const MEANWHILE: usize = 3;
/// This one after it.
const LATE: usize = 4;
/// The name of the thread that submits a job meanwhile.
const SUBMITTER: &str = "submitter";
/// What the evidence says when `drain` has returned.
const RETURNED: &str = "has drained the pool";

fn ended() -> MutexGuard<'static, BTreeSet<usize>> {
    ENDED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Grades a pool by its three functions.
pub fn grade<Pool, Error>(
    new: fn(usize) -> Pool,
    submit: fn(&Pool, Job) -> Result<(), Error>,
    drain: fn(&Pool),
) -> Verdict
where
    Pool: Send + Sync + 'static,
    Error: 'static,
{
    // First what becomes of each job; then whether they run at the same time.
    explore(move || judge(new, submit, drain, || ()), |failure| explain(failure, 0))?;
    explore(move || judge(new, submit, drain, || CALLS.meet(2)), |failure| explain(failure, 2))
}

fn job(number: usize, work: fn()) -> Job {
    Box::new(move || {
        CALLS.enter(format_args!("job {number}"));
        work();
        CALLS.leave(format_args!("job {number}"));
        ended().insert(number);
    })
}

fn judge<Pool, Error>(
    new: fn(usize) -> Pool,
    submit: fn(&Pool, Job) -> Result<(), Error>,
    drain: fn(&Pool),
    work: fn(),
) -> Verdict
where
    Pool: Send + Sync + 'static,
    Error: 'static,
{
    CALLS.begin();
    ended().clear();
    let pool = Arc::new(new(WORKERS));
    for number in EARLY {
        let accepted = submit(&pool, job(number, work)).is_ok();
        let says = format!("`drain` was not called yet, and job {number} was refused");
        ensure(accepted, "refused_too_early", says)?;
    }
    let submitter = thread::Builder::new().name(SUBMITTER.into()).spawn({
        let pool = Arc::clone(&pool);
        move || {
            let accepted = submit(&pool, job(MEANWHILE, work)).is_ok();
            let how = if accepted { "accepted" } else { "refused" };
            step(format!("learns that job {MEANWHILE} is {how}"));
            accepted
        }
    });
    step("begins to drain the pool");
    drain(&pool);
    let before = ended().clone();
    step(RETURNED);
    let late = submit(&pool, job(LATE, work)).is_ok();
    let submitter = submitter.expect("the system has room for a thread");
    let accepted = submitter.join().unwrap_or_else(|panic| resume_unwind(panic));
    CALLS.all_followed()?;
    // Jobs that are late get to run; the others never will.
    until_nothing_else_happens();
    let after = ended().clone();

    let all = EARLY.len();
    let count = |ended: &BTreeSet<usize>| EARLY.iter().filter(|job| ended.contains(job)).count();
    let says = format!("{} of {all} accepted jobs never ran", all - count(&after));
    ensure(count(&after) == all, "lost_job", says)?;
    let says = format!("`drain` returned when {} of {all} accepted jobs had ended", count(&before));
    ensure(count(&before) == all, "left_behind", says)?;
    let says = format!("`drain` had returned, and job {LATE} was accepted");
    ensure(!late, "accepted_too_late", says)?;
    let ran = after.contains(&MEANWHILE);
    let says = format!("job {MEANWHILE} was refused, and it ran all the same");
    ensure(accepted || !ran, "refused_and_run", says)?;
    let says = format!(
        "job {MEANWHILE} was accepted while `drain` closed the pool, and nobody ever runs it"
    );
    ensure(!accepted || ran, "slips_in", says)?;
    let says = format!("`drain` returned before job {MEANWHILE} had ended, which was accepted");
    ensure(!accepted || before.contains(&MEANWHILE), "left_behind", says)?;
    let says = format!("job {LATE} was refused, and it ran all the same");
    ensure(!after.contains(&LATE), "refused_and_run", says)?;
    judge_workers(&CALLS, "drain")
}

fn explain(failure: &Failure, all: usize) -> Refusal {
    let waits = match &failure.kind {
        Kind::Deadlock(waits) => waits,
        Kind::Failed(refusal) => {
            return match refusal.id.as_str() {
                "left_behind" | "lost_job" => refuse_until(failure, RETURNED, refusal),
                // The workers do as they are told.
                "slips_in" | "refused_and_run" => {
                    refusal.clone().evidence(told(&without_workers(failure)))
                }
                _ => failure.into(),
            };
        }
        _ => return failure.into(),
    };
    if CALLS.met() < all {
        return CALLS.explain(failure, all, "jobs", "submit");
    }
    let is_worker = |wait: &&Event| wait.thread != "main" && wait.thread != SUBMITTER;
    let waits_for =
        |what: &str| waits.iter().filter(is_worker).find(|wait| wait.what.contains(what));
    if let Some(worker) = waits_for("sender") {
        return never_ends("the pool drains", worker);
    }
    if let Some(worker) = waits_for("the lock that main has taken") {
        let says = format!(
            "`drain` waits for a worker, and the worker {}: neither ever goes on",
            worker.what.replace("main", "`drain`")
        );
        return Refusal::new("lock_held", says);
    }
    if let Some(worker) = waits_for("notification") {
        return not_told(worker);
    }
    CALLS.explain(failure, all, "jobs", "submit")
}

/// Returns what `drain` and the other submitter did, and what became of the job of the latter.
fn without_workers(failure: &Failure) -> Vec<Event> {
    let starts = format!("starts {SUBMITTER}");
    let drained = failure.until(RETURNED).len();
    let events = failure.events.iter().enumerate().skip(failure.until(&starts).len());
    let job = format!("job {MEANWHILE}");
    let is_shown = |(index, event): &(usize, &Event)| {
        let by_drain = event.thread == "main" && *index < drained;
        by_drain || event.thread == SUBMITTER || event.what.ends_with(&job)
    };
    events.filter(is_shown).map(|(_, event)| event.clone()).collect()
}
