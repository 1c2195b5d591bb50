//! Workers share a receiver under a lock, which no one holds while a job runs.

use std::panic::Location;

use examples_explore::modelled::sync::mpsc::{Receiver, channel};
use examples_explore::modelled::thread;
use examples_explore::{Event, Monitor, step, until_nothing_else_happens};

use crate::explore::refuse_until;
use crate::{Calls, Failure, Kind, Refusal, Verdict, ensure, explore};

/// Where to read more.
pub const PAGE: &str = "worker-pool/pool_boxed";

type Job = Box<dyn FnOnce() + Send>;
type Answer = fn(workers: usize, jobs: Receiver<Job>);

static CALLS: Calls = Calls::new();
/// How far the jobs have got that come one after another.
static SEEN: Monitor<Seen> = Monitor::new(Seen::NEW);
const WORKERS: usize = 2;
const JOBS: usize = 3;
/// What the evidence says when `run_jobs` has returned.
const RETURNED: &str = "has returned from `run_jobs`";

struct Seen {
    begun: usize,
    ended: usize,
}

impl Seen {
    const NEW: Self = Self { begun: 0, ended: 0 };
}

/// Grades `run_jobs`.
pub fn grade(answer: Answer) -> Verdict {
    explore(move || all_at_once(answer), explain_all_at_once)?;
    explore(move || one_by_one(answer), explain_one_by_one)
}

/// All jobs are in the channel, and no more will come.
fn all_at_once(answer: Answer) -> Verdict {
    CALLS.begin();
    let (sender, receiver) = channel();
    for number in 1..=JOBS {
        let job = move || {
            CALLS.enter(format_args!("job {number}"));
            CALLS.leave(format_args!("job {number}"));
        };
        let _ = sender.send(Box::new(job) as Job);
    }
    drop(sender);
    answer(WORKERS, receiver);
    let ended = CALLS.ended();
    step(RETURNED);
    CALLS.all_followed()?;
    if ended < JOBS {
        // Jobs that are late get to run; the others never will.
        until_nothing_else_happens();
        let begun = CALLS.begun();
        let says = match begun {
            0 => format!("{JOBS} jobs were sent, and none of them ever ran"),
            _ => format!("{JOBS} jobs were sent, and only {begun} of them ever ran"),
        };
        ensure(begun == JOBS, "lost_job", says)?;
        let says = format!("`run_jobs` returned when {ended} of {JOBS} jobs had ended");
        return Err(Refusal::new("left_behind", says));
    }
    let peak = CALLS.peak();
    let says = format!("{peak} jobs ran at the same time, and there should be {WORKERS} workers");
    ensure(peak <= WORKERS, "too_many", says)
}

/// Job 1 runs until the others have ended, and each of these comes when nobody else has anything to do.
fn one_by_one(answer: Answer) -> Verdict {
    CALLS.begin();
    SEEN.renew(Seen::NEW);
    let (sender, receiver) = channel();
    let send = move || {
        for number in 1..=JOBS {
            let _ = sender.send(Box::new(move || job(number)) as Job);
            SEEN.wait(Location::caller(), |seen| {
                let waits = || format!("waits until job {number} has begun");
                if seen.begun == number { Ok(()) } else { Err(waits()) }
            });
            until_nothing_else_happens();
        }
    };
    let sends = thread::Builder::new().name("sender".into());
    sends.spawn(send).expect("the system has room for a thread");
    answer(WORKERS, receiver);
    let (begun, ended) = (CALLS.begun(), CALLS.ended());
    CALLS.all_followed()?;
    let says = format!(
        "`run_jobs` returned before the channel had ended: {begun} of {JOBS} jobs had come"
    );
    ensure(begun == JOBS, "ends_too_early", says)?;
    let says = format!("`run_jobs` returned when {ended} of {JOBS} jobs had ended");
    ensure(ended == JOBS, "left_behind", says)
}

fn job(number: usize) {
    CALLS.enter(format_args!("job {number}"));
    SEEN.step(|seen| seen.begun += 1);
    if number == 1 {
        SEEN.wait(Location::caller(), |seen| {
            let waits = || "waits until the other jobs have ended".into();
            if seen.ended == JOBS - 1 { Ok(()) } else { Err(waits()) }
        });
    }
    CALLS.leave(format_args!("job {number}"));
    SEEN.step(|seen| seen.ended += 1);
}

fn explain_all_at_once(failure: &Failure) -> Refusal {
    match &failure.kind {
        Kind::Failed(refusal) if refusal.id == "left_behind" => {
            refuse_until(failure, RETURNED, refusal)
        }
        _ => failure.into(),
    }
}

fn explain_one_by_one(failure: &Failure) -> Refusal {
    let Kind::Deadlock(waits) = &failure.kind else { return failure.into() };
    match CALLS.begun() {
        0 => {
            let says = "job 1 has come, and nobody runs it before the channel has ended";
            Refusal::new("waits_for_the_end", says)
        }
        1 => {
            // All threads that have not ended wait, and one of those is not a worker but `main`.
            let starts = |event: &&Event| event.what.starts_with("starts ");
            let started = failure.events.iter().filter(starts).count();
            if waits.len() - 1 == started {
                return CALLS.never_met(2, "jobs", "run_jobs");
            }
            let says =
                "job 2 has come, and nobody runs it: a worker has ended before the channel has";
            Refusal::new("ends_too_early", says)
        }
        2 if CALLS.ended() == 1 => {
            let says = "job 3 has come, and waits for the worker of job 1; the other one has nothing to do";
            Refusal::new("dealt", says)
        }
        _ => CALLS.explain(failure, 0, "jobs", "run_jobs"),
    }
}
