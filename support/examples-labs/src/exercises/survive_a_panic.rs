//! A job that panics costs the pool no worker.

use std::panic::{Location, panic_any};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use examples_engine::modelled::time::Instant;
use examples_engine::{Monitor, counted, is_followed, step, until_nothing_else_happens};

use super::close::{VERY_MANY, VERY_MANY_JOBS, dealt, one_has_ended, wait_for_others};
use crate::explore::{explain_two_calls, refuse_until};
use crate::{
    Calls, Failure, Given, Inputs, Kind, Refusal, Verdict, counts_to_try, ensure, explore,
    explore_few, explore_some, if_it_stands_still, it_may_stand_still, two_calls_return,
};

/// Where to read more.
pub const PAGE: &str = "worker-pool/pool_panics";

type Job = Box<dyn FnOnce() + Send>;
type Answer = fn(workers: usize, jobs: Vec<Job>) -> (usize, usize);

static CALLS: Calls = Calls::new();
static PANICKED: AtomicUsize = AtomicUsize::new(0);
static ROUND: Given<Round> = Given::new();
/// How many jobs have ended.
static ENDED: Monitor<usize> = Monitor::new(0);
/// How many jobs have returned and panicked in all calls so far.
static BEFORE: Mutex<(usize, usize)> = Mutex::new((0, 0));
/// Shorter than any sleep or time limit.
const A_MOMENT: Duration = Duration::from_micros(20);
const RETURNED: &str = "`run` has returned";
/// What a job says when it panics.
const PANIC: &str = "the job has gone wrong";

/// What a job does.
#[derive(Clone, Copy, PartialEq)]
enum Does {
    Returns,
    Panics,
    PanicsWithoutText,
    /// It ends when as many others are under way as there are workers.
    Meets,
    /// It ends when all others have ended, or other jobs like it are under way.
    Lasts,
}

use Does::{Lasts, Meets, Panics, PanicsWithoutText, Returns};

#[derive(Clone)]
struct Round {
    workers: usize,
    jobs: Vec<Does>,
}

impl Round {
    fn count(&self, does: Does) -> usize {
        self.jobs.iter().filter(|job| **job == does).count()
    }
}

/// Grades `run`.
pub fn grade(answer: Answer) -> Verdict {
    let mut inputs = Inputs::new(0);
    let workers = inputs.index(3, 4);
    // First as many jobs panic as there are workers, then two jobs meet: that takes two workers.
    // The same in reverse, for workers that take the last job first.
    let meeting = vec![Panics, Panics, Meets, Meets, Panics, Panics];
    let mut free = vec![Returns, Panics, Returns, Returns, Panics, Returns];
    inputs.shuffle(&mut free);
    let one = vec![Panics, Meets, Meets, Panics];
    let mut several = vec![Panics, Panics];
    several.extend(vec![Meets; workers]);
    several.extend([PanicsWithoutText, Panics]);
    let mut lasts = vec![Lasts, Returns, Panics, Returns, Panics, Returns, Lasts];
    let round = |workers, jobs: &[Does]| Round { workers, jobs: jobs.to_vec() };
    explore(judging(answer, round(2, &meeting)), explain)?;
    explore(judging(answer, round(2, &free)), explain)?;
    let mut rounds = vec![
        round(2, &one),
        round(workers, &several),
        round(1, &[Returns, PanicsWithoutText, Panics, Returns]),
        round(workers, &[Panics, Returns]),
        round(workers, &[Panics, Panics, Panics]),
        round(2, &[Returns; 5]),
        round(2, &[]),
    ];
    rounds.push(round(3, &lasts));
    lasts.pop();
    rounds.push(round(2, &lasts));
    lasts.reverse();
    rounds.push(round(2, &lasts));
    rounds.into_iter().try_for_each(|round| explore_some(judging(answer, round), explain))?;
    for own in counts_to_try(5, 65) {
        let mut jobs = vec![Returns; own];
        jobs[own / 2] = Panics;
        explore_few(judging(answer, round(2, &jobs)), explain)?;
        explore_few(judging(answer, round(own, &vec![Meets; own])), explain)?;
    }
    // Not in a schedule, which such a crowd makes long.
    let mut crowd = vec![Lasts; VERY_MANY - 1];
    crowd.extend([Returns, Panics].repeat((VERY_MANY_JOBS - crowd.len()) / 2));
    if_it_stands_still(|| dealt(&CALLS, VERY_MANY, ROUND.get().jobs.len()));
    judge(answer, &round(VERY_MANY, &crowd))?;
    it_may_stand_still();
    explore_some(move || two_calls(answer), |failure| explain_two_calls("run", failure))
}

/// Two threads call the answer at the same time. The first job of this one waits until the other call has returned.
fn two_calls(answer: Answer) -> Verdict {
    ENDED.renew(0);
    let jobs = |panics: bool| -> Vec<Job> {
        vec![
            Box::new(move || wait_for_others(&ENDED, if panics { 0 } else { 1 })),
            Box::new(move || {
                if panics {
                    panic!("{PANIC}")
                }
            }),
        ]
    };
    let theirs = move || {
        let got = answer(1, jobs(true));
        ENDED.step(|ended| *ended = 1);
        got
    };
    two_calls_return("run", || answer(1, jobs(false)), theirs, [(2, 0), (1, 1)])
}

fn judging(answer: Answer, round: Round) -> impl Fn() -> Verdict + Send + Sync + 'static {
    move || judge(answer, &round)
}

fn job(number: usize, does: Does) -> Job {
    Box::new(move || {
        CALLS.enter(format_args!("job {number}"));
        let round = ROUND.get();
        let (jobs, last) = (round.jobs.len(), round.count(Lasts));
        match does {
            Meets => CALLS.meet(round.workers),
            Lasts => ENDED.wait(Location::caller(), |ended| {
                let waits = || "waits until the other jobs have ended".into();
                if *ended >= jobs - last { Ok(()) } else { Err(waits()) }
            }),
            _ => {}
        }
        let how = if matches!(does, Panics | PanicsWithoutText) { ", with a panic" } else { "" };
        CALLS.leave(format_args!("job {number}{how}"));
        one_has_ended(&CALLS, &ENDED, jobs - last);
        if !how.is_empty() {
            PANICKED.fetch_add(1, SeqCst);
        }
        match does {
            Panics => panic!("{PANIC}"),
            PanicsWithoutText => panic_any(7),
            _ => {}
        }
    })
}

fn judge(answer: Answer, round: &Round) -> Verdict {
    CALLS.begin();
    PANICKED.store(0, SeqCst);
    ENDED.renew(0);
    ROUND.set(round.clone());
    let jobs = round.jobs.iter().enumerate().map(|(number, does)| job(number, *does)).collect();
    let (workers, all) = (round.workers, round.jobs.len());
    let start = Instant::now();
    let got = answer(workers, jobs);
    let took = start.elapsed();
    CALLS.all_followed()?;
    CALLS.none_by_caller("jobs", "run")?;
    let (begun, ended) = (CALLS.begun(), CALLS.ended());
    if ended < all {
        step(RETURNED);
        // A worker that still runs gets the time to show.
        until_nothing_else_happens();
        let says = format!(
            "`run` returned when {ended} of {all} jobs had ended: it does not wait for its workers"
        );
        ensure(begun == CALLS.begun() && begun == ended, "left_behind", says)?;
        return Err(never_run());
    }
    let peak = CALLS.peak();
    let says = format!("{peak} jobs ran at the same time, on {workers} workers");
    ensure(peak <= workers, "too_many", says)?;
    judge_counts(got, round)?;
    // In a schedule, time passes only when no thread can run, but for a microsecond at each look at the clock.
    let says =
        "nobody goes on before some time has passed: a thread sleeps, or waits for a time limit";
    ensure(took < A_MOMENT || !is_followed(), "idle", says)
}

fn judge_counts(got: (usize, usize), round: &Round) -> Verdict {
    let all = round.jobs.len();
    let panicked = round.count(Panics) + round.count(PanicsWithoutText);
    let returned = all - panicked;
    let mut counted = BEFORE.lock().expect("no holder panics");
    let before = *counted;
    *counted = (before.0 + returned, before.1 + panicked);
    drop(counted);
    let (good, bad) = got;
    let says =
        format!("{returned} jobs returned and {panicked} panicked; `run` counted {good} and {bad}");
    let still_there = before != (0, 0) && got == (before.0 + returned, before.1 + panicked);
    let why = "it still has the counts of the calls before";
    ensure(!still_there, "outlives_the_call", format!("{says}: {why}"))?;
    let why = "a job that panicked has not returned";
    ensure(good <= returned, "counted_as_done", format!("{says}: {why}"))?;
    let lost = good == returned && bad < panicked;
    ensure(!lost, "lost_panic", format!("{says}: a panic was not counted"))?;
    let why = if good + bad < all { ": a job was not counted" } else { "" };
    ensure(got == (returned, panicked), "wrong_counts", format!("{says}{why}"))
}

/// Refuses an answer whose workers are gone before all jobs have begun.
fn never_run() -> Refusal {
    let all = ROUND.get().jobs.len();
    let (left, panicked) = (all - CALLS.begun(), PANICKED.load(SeqCst));
    if panicked == 0 {
        return Refusal::new("lost_job", format!("{left} of {all} jobs were never run"));
    }
    let jobs = counted(panicked, "job");
    let says = format!(
        "{jobs} panicked, and {left} of {all} were never run: each panic has ended a worker"
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
    let round = ROUND.get();
    let (workers, all) = (round.workers, round.jobs.len());
    let has_lost_jobs = CALLS.begun() < all;
    let is_own = |words: &str| words == PANIC || words == "it does not say why";
    match &failure.kind {
        Kind::Failed(refusal) if refusal.id == "left_behind" => {
            refuse_until(failure, RETURNED, refusal)
        }
        Kind::Deadlock(_) if has_lost_jobs && round.count(Lasts) > 0 => dealt(&CALLS, workers, all),
        Kind::Deadlock(_) if has_lost_jobs && CALLS.met() == 0 => never_run(),
        Kind::Panicked(panic) if is_own(&panic.words) && has_lost_jobs => never_run(),
        Kind::Panicked(panic) if is_own(&panic.words) => {
            Refusal::new("panic_spreads", "a job panicked, and `run` did, too")
        }
        _ if round.count(Meets) == 0 => failure.into(),
        _ => not_all_at_once(CALLS.explain(failure, workers, "jobs", "run")),
    }
}

/// Says that workers are gone, if that may be why not all jobs met.
fn not_all_at_once(refusal: Refusal) -> Refusal {
    let panicked = PANICKED.load(SeqCst);
    if panicked == 0
        || !["one_after_another", "one_thread", "not_all_at_once"].contains(&&*refusal.id)
    {
        return refusal;
    }
    let (panicked, met) = (counted(panicked, "job"), counted(CALLS.met(), "job"));
    let says = format!(
        "after {panicked} panicked, {met} can be under way at a time; there should be {} workers",
        ROUND.get().workers
    );
    Refusal::new("worker_lost", says)
}
