//! A pool ends when its last sender goes and its workers are joined.

use examples_explore::{Event, step, threads_left, until_nothing_else_happens};

use crate::explore::refuse_until;
use crate::{Calls, Failure, Kind, Refusal, Verdict, ensure, explore};

/// Where to read more.
pub const PAGE: &str = "worker-pool/close_and_range";

type Job = Box<dyn FnOnce() + Send>;

static CALLS: Calls = Calls::new();
pub(super) const WORKERS: usize = 2;
const JOBS: usize = 3;
/// What the evidence says when `close` has returned.
const RETURNED: &str = "has closed the pool";

/// Grades a pool by its three functions.
pub fn grade<Pool: 'static>(
    new: fn(usize) -> Pool,
    submit: fn(&Pool, Job),
    close: fn(Pool),
) -> Verdict {
    // First whether it ends, and when; then whether the jobs run at the same time.
    explore(move || judge(new, submit, close, || ()), |failure| explain(failure, 0))?;
    explore(move || judge(new, submit, close, || CALLS.meet(2)), |failure| explain(failure, 2))
}

fn judge<Pool>(
    new: fn(usize) -> Pool,
    submit: fn(&Pool, Job),
    close: fn(Pool),
    work: fn(),
) -> Verdict {
    CALLS.begin();
    let pool = new(WORKERS);
    for number in 1..=JOBS {
        let job = move || {
            CALLS.enter(format_args!("job {number}"));
            work();
            CALLS.leave(format_args!("job {number}"));
        };
        submit(&pool, Box::new(job));
    }
    step("closes the pool");
    close(pool);
    let ended = CALLS.ended();
    step(RETURNED);
    // Jobs that are late get to run; the others never will.
    until_nothing_else_happens();
    CALLS.all_followed()?;
    let begun = CALLS.begun();
    let says = match begun {
        0 => format!("{JOBS} jobs were submitted, and none of them ever ran"),
        _ => format!("{JOBS} jobs were submitted, and only {begun} of them ever ran"),
    };
    ensure(begun == JOBS, "lost_job", says)?;
    let says = format!("`close` returned when {ended} of {JOBS} jobs had ended");
    ensure(ended == JOBS, "left_behind", says)?;
    judge_workers(&CALLS, "close")
}

/// Judges the workers of a pool that this function has closed.
pub(super) fn judge_workers(calls: &Calls, closes: &str) -> Verdict {
    let left = threads_left();
    let says = format!("`{closes}` has returned, and {left} of the pool's threads never end");
    ensure(left == 0, "never_ends", says)?;
    let peak = calls.peak();
    let says = format!("{peak} jobs ran at the same time, and the pool has {WORKERS} workers");
    ensure(peak <= WORKERS, "too_many", says)
}

fn explain(failure: &Failure, all: usize) -> Refusal {
    let waits = match &failure.kind {
        Kind::Deadlock(waits) => waits,
        Kind::Failed(refusal) if refusal.id == "left_behind" => {
            return refuse_until(failure, RETURNED, refusal);
        }
        _ => return failure.into(),
    };
    if CALLS.met() < all {
        return CALLS.explain(failure, all, "jobs", "submit");
    }
    let waits_for = |what: &str| waits[1..].iter().find(|wait| wait.what.contains(what));
    if let Some(worker) = waits_for("sender") {
        return never_ends("the pool is closed", worker);
    }
    if let Some(worker) = waits_for("notification") {
        return not_told(worker);
    }
    CALLS.explain(failure, all, "jobs", "submit")
}

/// Returns the refusal of a pool with this worker, which waits for a message when `so_far` is so.
pub(super) fn never_ends(so_far: &str, worker: &Event) -> Refusal {
    let Event { thread, what, .. } = worker;
    let says =
        format!("{so_far}, and {thread} still {what}: a channel ends when its last sender is gone");
    Refusal::new("never_ends", says)
}

/// Returns the refusal of a pool with this worker, which waits for a notification.
pub(super) fn not_told(worker: &Event) -> Refusal {
    let thread = &worker.thread;
    let says = format!("{thread} sleeps forever: it was not told that no more jobs will come");
    Refusal::new("not_told", says)
}
