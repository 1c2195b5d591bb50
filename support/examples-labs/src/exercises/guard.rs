//! Workers share a receiver under a lock, which no one holds while a job runs.

use std::panic::Location;

use examples_engine::modelled::sync::mpsc::{Receiver, channel};
use examples_engine::modelled::thread;
use examples_engine::{Event, Monitor, step, until_nothing_else_happens};

use super::close::{
    VERY_MANY, VERY_MANY_JOBS, dealt, one_has_ended, wait_for_others, waits_and_one_sleeps,
};
use crate::explore::{explain_two_calls, refuse_until};
use crate::refusal::are;
use crate::{
    Calls, Failure, Given, Inputs, Kind, Refusal, Verdict, counts_to_try, ensure, explore,
    explore_few, explore_some, if_it_stands_still, it_may_stand_still,
};

/// Where to read more.
pub const PAGE: &str = "worker-pool/pool_boxed";

type Job = Box<dyn FnOnce() + Send>;
type Answer = fn(workers: usize, jobs: Receiver<Job>);

static CALLS: Calls = Calls::new();
static ROUND: Given<Round> = Given::new();
/// How many jobs have ended.
static ENDED: Monitor<usize> = Monitor::new(0);
/// What the evidence says when `run_jobs` has returned.
const RETURNED: &str = "has returned from `run_jobs`";

#[derive(Clone, Copy)]
struct Round {
    workers: usize,
    jobs: usize,
    /// How many of the jobs, after the first `short` to begin, run until all others have ended.
    long: usize,
    short: usize,
    /// How many come at a time, if not all do at once.
    at_a_time: usize,
}

/// Grades `run_jobs`.
pub fn grade(answer: Answer) -> Verdict {
    let several = Inputs::new(0).index(3, 4);
    let free = |workers, jobs| Round { workers, jobs, short: 0, long: 0, at_a_time: 1 };
    let full = move |workers: usize| Round { long: workers - 1, ..free(workers, workers + 1) };
    explore(move || all_at_once(answer, free(2, 3)), explain_all_at_once)?;
    for round in [free(several, 5), free(several, 1), free(2, 0), free(1, 2)] {
        explore_some(move || all_at_once(answer, round), explain_all_at_once)?;
    }
    explore(move || one_by_one(answer, full(2)), explain_one_by_one)?;
    explore_some(move || one_by_one(answer, full(several)), explain_one_by_one)?;
    let more = Round { jobs: 2 * several, ..full(several) };
    for round in [full(2), more, Round { short: 1, ..more }] {
        explore_some(move || all_at_once(answer, round), explain_long)?;
    }
    for workers in [2, several] {
        let woken = Round { at_a_time: workers, ..full(workers) };
        explore_some(move || one_by_one(answer, woken), explain_one_by_one)?;
    }
    for own in counts_to_try(5, 65) {
        explore_few(move || all_at_once(answer, free(2, own)), explain_all_at_once)?;
        explore_few(move || one_by_one(answer, full(own)), explain_one_by_one)?;
    }
    // Not in a schedule, which such a crowd makes long.
    if_it_stands_still(|| dealt(&CALLS, VERY_MANY, VERY_MANY_JOBS));
    all_at_once(answer, Round { jobs: VERY_MANY_JOBS, ..full(VERY_MANY) })?;
    it_may_stand_still();
    explore_some(move || two_calls(answer), explain_two)
}

/// Another thread calls the answer, too. The job of this one waits until the other call has returned.
fn two_calls(answer: Answer) -> Verdict {
    begin(Round { workers: 1, jobs: 2, short: 0, long: 0, at_a_time: 1 });
    let [(mine, my_jobs), (theirs, their_jobs)] = [channel(), channel()];
    let sends = thread::Builder::new().name("sender".into());
    let send = move || {
        until_nothing_else_happens(); // Now all workers sleep.
        let waits = || {
            CALLS.enter("job 2");
            wait_for_others(&ENDED, 2);
            CALLS.leave("job 2");
        };
        let _ = theirs.send(Box::new(|| job(1)) as Job);
        let _ = mine.send(Box::new(waits) as Job);
        until_nothing_else_happens();
        Monitor::new(()).wait(Location::caller(), |()| match CALLS.begun() {
            2 => Ok(()),
            _ => Err("waits until both jobs have begun".into()),
        });
    };
    sends.spawn(send).expect("the system has room for a thread");
    let other = thread::spawn(move || {
        answer(1, their_jobs);
        step(RETURNED);
        ENDED.step(|ended| *ended += 1);
    });
    answer(1, my_jobs);
    ensure(other.join().is_ok(), "panicked", "`run_jobs` panicked")?;
    let ended = CALLS.ended();
    let says = format!(
        "two threads have called `run_jobs` at the same time, and {ended} of their 2 jobs had ended when both had returned"
    );
    ensure(ended == 2, "outlives_the_call", says)
}

fn explain_two(failure: &Failure) -> Refusal {
    match failure.kind {
        Kind::Deadlock(_) if CALLS.begun() < 2 => {
            let says = "two threads have called `run_jobs` at the same time, and a job of one waits, though its worker sleeps: \
                        the two share something";
            Refusal::new("outlives_the_call", says)
        }
        _ => explain_two_calls("run_jobs", failure),
    }
}

fn begin(round: Round) {
    CALLS.begin();
    ENDED.renew(0);
    ROUND.set(round);
}

/// All jobs are in the channel, and no more will come.
fn all_at_once(answer: Answer, round: Round) -> Verdict {
    begin(round);
    let Round { workers, jobs, .. } = round;
    let (sender, receiver) = channel();
    for number in 1..=jobs {
        let _ = sender.send(Box::new(move || job(number)) as Job);
    }
    drop(sender);
    answer(workers, receiver);
    let ended = CALLS.ended();
    step(RETURNED);
    CALLS.all_followed()?;
    CALLS.none_by_caller("jobs", "run_jobs")?;
    if ended < jobs {
        // Jobs that are late get to run; the others never will.
        until_nothing_else_happens();
        let begun = CALLS.begun();
        let says = match begun {
            0 => format!("{jobs} jobs were sent, and none of them ever ran"),
            _ => format!("{jobs} jobs were sent, and only {begun} of them ever ran"),
        };
        ensure(begun == jobs, "lost_job", says)?;
        let says = format!("`run_jobs` returned when {ended} of {jobs} jobs had ended");
        return Err(Refusal::new("left_behind", says));
    }
    let peak = CALLS.peak();
    let says = format!("{peak} jobs ran at the same time, and there should be {workers} workers");
    ensure(peak <= workers, "too_many", says)
}

/// Each job comes when nobody else has anything to do, or each group of them.
fn one_by_one(answer: Answer, round: Round) -> Verdict {
    begin(round);
    let Round { workers, jobs, at_a_time, .. } = round;
    let (sender, receiver) = channel();
    let send = move || {
        if at_a_time > 1 {
            until_nothing_else_happens(); // Now all workers sleep.
        }
        for number in 1..=jobs {
            let _ = sender.send(Box::new(move || job(number)) as Job);
            if number % at_a_time > 0 && number < jobs {
                continue;
            }
            until_nothing_else_happens();
            if CALLS.begun() < number {
                // It can't get on, and the channel must not end.
                Monitor::new(()).wait(Location::caller(), |()| {
                    Err::<(), _>(format!("waits until job {number} has begun"))
                });
            }
        }
    };
    let sends = thread::Builder::new().name("sender".into());
    sends.spawn(send).expect("the system has room for a thread");
    answer(workers, receiver);
    let (begun, ended) = (CALLS.begun(), CALLS.ended());
    CALLS.all_followed()?;
    let says = format!(
        "`run_jobs` returned before the channel had ended: {begun} of {jobs} jobs had come"
    );
    ensure(begun == jobs, "ends_too_early", says)?;
    let says = format!("`run_jobs` returned when {ended} of {jobs} jobs had ended");
    ensure(ended == jobs, "left_behind", says)
}

fn job(number: usize) {
    let Round { jobs, short, long, .. } = *ROUND.get();
    let begun = CALLS.enter(format_args!("job {number}"));
    if begun > short && begun <= short + long {
        ENDED.wait(Location::caller(), |ended| {
            let waits = || "waits until the other jobs have ended".into();
            if *ended >= jobs - long { Ok(()) } else { Err(waits()) }
        });
    }
    CALLS.leave(format_args!("job {number}"));
    one_has_ended(&CALLS, &ENDED, jobs - long);
}

fn explain_all_at_once(failure: &Failure) -> Refusal {
    match &failure.kind {
        Kind::Failed(refusal) if refusal.id == "left_behind" => {
            refuse_until(failure, RETURNED, refusal)
        }
        _ => failure.into(),
    }
}

/// How many jobs are under way.
fn under_way() -> usize {
    CALLS.begun() - CALLS.ended()
}

/// All jobs were there from the start.
fn explain_long(failure: &Failure) -> Refusal {
    let Round { workers, jobs, long, .. } = *ROUND.get();
    match &failure.kind {
        Kind::Deadlock(_) if CALLS.begun() < jobs && under_way() <= long => {
            dealt(&CALLS, workers, jobs)
        }
        _ => failure.into(),
    }
}

fn explain_one_by_one(failure: &Failure) -> Refusal {
    let Kind::Deadlock(waits) = &failure.kind else { return failure.into() };
    if let Err(refusal) = CALLS.all_followed() {
        return refusal;
    }
    let Round { workers, jobs, long, at_a_time, .. } = *ROUND.get();
    let begun = CALLS.begun();
    if at_a_time > 1 && waits[1..].iter().any(|wait| wait.what.contains("notification")) {
        return waits_and_one_sleeps(at_a_time - begun.min(at_a_time), at_a_time);
    }
    let next = begun + 1;
    if begun == 0 {
        let says = "job 1 has come, and nobody runs it before the channel has ended";
        return Refusal::new("waits_for_the_end", says);
    }
    if begun == jobs || under_way() > long {
        return failure.into();
    }
    if begun > long {
        let says = format!(
            "job {next} has come, and waits while {} under way; there should be {workers} workers",
            are(under_way())
        );
        return Refusal::new("dealt", says);
    }
    // All threads that have not ended wait, and one of those is not a worker but `main`.
    let starts = |event: &&Event| event.what.starts_with("starts ");
    let started = failure.events.iter().filter(starts).count();
    if waits.len() - 1 < started {
        let says = format!(
            "job {next} has come, and nobody runs it: a worker has ended before the channel has"
        );
        return Refusal::new("ends_too_early", says);
    }
    if begun == 1 {
        return CALLS.alone("jobs", "run_jobs");
    }
    let says = format!(
        "{begun} jobs run at the same time, and nobody runs job {next}; there should be {workers} workers"
    );
    Refusal::new("not_all_at_once", says)
}
