//! A pool is closed while others use it: each job is accepted and runs, or is refused and does not.

use std::collections::BTreeSet;
use std::panic::{Location, resume_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::close::{
    MAY_WORK, VERY_MANY, VERY_MANY_JOBS, all_begin, dealt, explain_two, judge_workers, never_ends,
    not_told, one_has_ended, still_works, two_pools, wait_for_others,
};
use examples_engine::modelled::thread;
use examples_engine::{Event, Monitor, step, threads_left, told, until_nothing_else_happens};

use crate::explore::{explore_closely, refuse_until};
use crate::{
    Calls, Failure, Given, Inputs, Kind, Refusal, Verdict, counts_to_try, ensure, explore,
    explore_few, explore_some, if_it_stands_still, it_may_stand_still,
};

/// Where to read more.
pub const PAGE: &str = "worker-pool/pool_shutdown";

type Job = Box<dyn FnOnce() + Send>;

static CALLS: Calls = Calls::new();
/// The numbers of the jobs that have ended.
static ENDED: Mutex<BTreeSet<usize>> = Mutex::new(BTreeSet::new());
static ROUND: Given<Round> = Given::new();
/// More jobs than any place that an answer may have for them.
const MANY: usize = 40;
/// How many jobs are submitted.
static SUBMITTED: Monitor<usize> = Monitor::new(0);
/// How many of the jobs have ended that were submitted before.
static EARLY_ENDED: Monitor<usize> = Monitor::new(0);
/// This job is submitted while `drain` runs, by another thread.
const MEANWHILE: usize = 2001;
/// This one too, by the first job.
const NESTED: usize = 2002;
/// These after it.
const LATE: [usize; 2] = [2003, 2004];
/// The name of the thread that submits a job meanwhile.
const SUBMITTER: &str = "submitter";
/// What the evidence says when `drain` has returned.
const RETURNED: &str = "has drained the pool";

#[derive(Clone, Copy)]
struct Round {
    workers: usize,
    /// How many jobs are submitted before.
    early: usize,
    /// A job ends when as many are under way as there are workers.
    meet: bool,
    /// Workers have nothing to do before each job.
    late: bool,
    /// The same before the first job.
    rested: bool,
    /// The first job submits another.
    nested: bool,
    /// The two run at the same time, if the other is accepted.
    together: bool,
    /// How many of the jobs, after the first `short` to begin, run until all others have ended.
    long: usize,
    short: usize,
    /// Nobody submits a job meanwhile, and it matters whether a worker has ended.
    closely: bool,
}

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
    let pool = Functions { new, submit, drain };
    let several = Inputs::new(0).index(3, 4);
    let two = Round {
        workers: 2,
        early: 2,
        meet: false,
        late: false,
        rested: false,
        nested: false,
        together: false,
        short: 0,
        long: 0,
        closely: false,
    };
    // First what becomes of each job; then whether they run at the same time.
    explore(move || pool.judge(two), explain)?;
    explore(move || pool.judge(Round { meet: true, ..two }), explain)?;
    explore(move || pool.judge(Round { early: 1, nested: true, ..two }), explain)?;
    let closely = Round { closely: true, ..two };
    explore_closely(
        move || pool.judge(closely),
        |failure| match &failure.kind {
            Kind::Failed(refusal) if refusal.id == MAY_WORK => {
                still_works(failure, RETURNED, "drain")
            }
            _ => Some(explain(failure)),
        },
    )?;
    for round in [
        Round { late: true, ..two },
        Round { workers: several, early: several, meet: true, ..two },
        Round { meet: true, rested: true, ..two },
        Round { early: 4, ..two },
        Round { workers: 1, early: 2, nested: true, ..two },
        Round { workers: several, early: 0, ..two },
        Round { early: 4, long: 1, closely: true, ..two },
        Round { workers: 3, early: 6, short: 1, long: 2, closely: true, ..two },
        Round { early: 1, nested: true, together: true, ..two },
    ] {
        explore_some(move || pool.judge(round), explain)?;
    }
    // However many jobs wait, one more is accepted.
    explore_few(
        move || pool.judge(Round { workers: 1, early: MANY, nested: true, ..two }),
        explain,
    )?;
    for own in counts_to_try(5, 65) {
        for round in
            [Round { early: own, ..two }, Round { workers: own, early: own, meet: true, ..two }]
        {
            explore_few(move || pool.judge(round), explain)?;
        }
    }
    pool.has_room(VERY_MANY_JOBS)?;
    counts_to_try(VERY_MANY_JOBS, 20_000).into_iter().try_for_each(|own| pool.has_room(own))?;
    // Not in a schedule, which such a crowd makes long.
    if_it_stands_still(|| dealt(&CALLS, VERY_MANY, VERY_MANY_JOBS));
    let crowd = Round { workers: VERY_MANY, early: VERY_MANY_JOBS, closely: true, ..two };
    pool.judge(Round { long: VERY_MANY - 1, ..crowd })?;
    it_may_stand_still();
    let accepts = move |pool: &Pool, job| submit(pool, job).is_ok();
    let ends = move |pool: Pool| drain(&pool);
    explore_some(move || two_pools(&CALLS, "drain", new, accepts, ends), explain_two)
}

struct Functions<Pool, Error> {
    new: fn(usize) -> Pool,
    submit: fn(&Pool, Job) -> Result<(), Error>,
    drain: fn(&Pool),
}

impl<Pool, Error> Clone for Functions<Pool, Error> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Pool, Error> Copy for Functions<Pool, Error> {}

fn run(number: usize) {
    run_with(number, number == NESTED);
}

/// Runs a job, which may be one of `two` that run at the same time.
fn run_with(number: usize, two: bool) {
    let begun = CALLS.enter(format_args!("job {number}"));
    let round = ROUND.get();
    if round.meet && number <= round.early {
        CALLS.meet(round.workers);
    }
    if round.together && two {
        CALLS.meet(2);
    }
    if begun > round.short && begun <= round.short + round.long {
        wait_for_others(&EARLY_ENDED, round.early - round.long);
    }
    CALLS.leave(format_args!("job {number}"));
    if number <= round.early {
        one_has_ended(&CALLS, &EARLY_ENDED, round.early - round.long);
    }
    ended().insert(number);
}

impl<Pool: Send + Sync + 'static, Error: 'static> Functions<Pool, Error> {
    /// Submits a job. Returns whether it is accepted.
    fn accepts(self, pool: &Pool, number: usize) -> bool {
        let accepted = (self.submit)(pool, Box::new(move || run(number))).is_ok();
        let how = if accepted { "accepted" } else { "refused" };
        step(format!("learns that job {number} is {how}"));
        accepted
    }

    /// Returns the first job, which submits another. What becomes of that, is written down.
    fn nested(self, pool: &Arc<Pool>, accepted: &Arc<Mutex<Option<bool>>>) -> Job {
        let (pool, accepted) = (Arc::clone(pool), Arc::clone(accepted));
        Box::new(move || {
            let is = self.accepts(&pool, NESTED);
            *accepted.lock().unwrap_or_else(PoisonError::into_inner) = Some(is);
            drop(pool);
            run_with(1, is);
        })
    }

    /// Submits this many jobs while the first one runs, in no schedule: that would take long.
    fn has_room(self, jobs: usize) -> Verdict {
        CALLS.begin();
        SUBMITTED.renew(0);
        if_it_stands_still(move || {
            let submitted = SUBMITTED.look(|submitted| *submitted);
            let says = if submitted < jobs {
                "many jobs wait, and `submit` waits for room for one more"
            } else {
                "very many jobs were submitted, and `drain` never returns"
            };
            Refusal::new("full", says)
        });
        let pool = (self.new)(1);
        for number in 1..=jobs {
            let job = move || {
                SUBMITTED.wait(Location::caller(), |submitted| match jobs - *submitted {
                    0 => Ok(()),
                    _ => Err("waits until all jobs are submitted".into()),
                });
                CALLS.enter(format_args!("job {number}"));
                CALLS.leave(format_args!("job {number}"));
            };
            let accepted = (self.submit)(&pool, Box::new(job)).is_ok();
            let says = format!("`drain` was not called yet, and job {number} was refused");
            ensure(accepted, "refused_too_early", says)?;
            SUBMITTED.step(|submitted| *submitted = number);
        }
        (self.drain)(&pool);
        let ended = CALLS.ended();
        let says = format!("`drain` returned when {ended} of {jobs} accepted jobs had ended");
        ensure(ended == jobs, "left_behind", says)
    }

    fn judge(self, round: Round) -> Verdict {
        CALLS.begin();
        ended().clear();
        EARLY_ENDED.renew(0);
        ROUND.set(round);
        let pool = Arc::new((self.new)(round.workers));
        let nested = Arc::new(Mutex::new(None));
        for number in 1..=round.early {
            if round.late || round.rested && number == 1 {
                until_nothing_else_happens();
            }
            let accepted = if number == 1 && round.nested {
                (self.submit)(&pool, self.nested(&pool, &nested)).is_ok()
            } else {
                (self.submit)(&pool, Box::new(move || run(number))).is_ok()
            };
            let says = format!("`drain` was not called yet, and job {number} was refused");
            ensure(accepted, "refused_too_early", says)?;
        }
        if round.late {
            until_nothing_else_happens();
        }
        if round.rested {
            all_begin(&CALLS, round.early)?;
        }
        let submits = |pool: Arc<Pool>| move || self.accepts(&pool, MEANWHILE);
        let submitter = (!round.closely).then(|| {
            let submitter = thread::Builder::new().name(SUBMITTER.into());
            submitter.spawn(submits(Arc::clone(&pool))).expect("the system has room for a thread")
        });
        step("begins to drain the pool");
        (self.drain)(&pool);
        let (before, left) = (ended().clone(), threads_left());
        step(RETURNED);
        let late = LATE.map(|number| self.accepts(&pool, number));
        let accepted = submitter
            .map(|submitter| submitter.join().unwrap_or_else(|panic| resume_unwind(panic)));
        CALLS.all_followed()?;
        // Jobs that are late get to run; the others never will.
        until_nothing_else_happens();
        let after = ended().clone();

        let all = round.early;
        let count = |ended: &BTreeSet<usize>| (1..=all).filter(|job| ended.contains(job)).count();
        let says = format!("{} of {all} accepted jobs never ran", all - count(&after));
        ensure(count(&after) == all, "lost_job", says)?;
        let says =
            format!("`drain` returned when {} of {all} accepted jobs had ended", count(&before));
        ensure(count(&before) == all, "left_behind", says)?;
        for (number, late) in LATE.into_iter().zip(late) {
            let says = format!("`drain` had returned, and job {number} was accepted");
            ensure(!late, "accepted_too_late", says)?;
        }
        if let Some(accepted) = accepted {
            judge_meanwhile(MEANWHILE, accepted, &before, &after)?;
        }
        let nested = *nested.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(accepted) = nested {
            judge_meanwhile(NESTED, accepted, &before, &after)?;
        }
        for number in LATE {
            let says = format!("job {number} was refused, and it ran all the same");
            ensure(!after.contains(&number), "refused_and_run", says)?;
        }
        judge_workers(&CALLS, round.workers, "drain")?;
        // A thread that has said that it ends need not have ended.
        let says = "`drain` returned, and a worker had not ended";
        ensure(left == 0 || !round.closely || round.long > 0, MAY_WORK, says)
    }
}

/// Judges what has become of a job that was submitted while `drain` ran. `before` has the jobs that had ended when
/// it returned.
fn judge_meanwhile(
    number: usize,
    accepted: bool,
    before: &BTreeSet<usize>,
    after: &BTreeSet<usize>,
) -> Verdict {
    let ran = after.contains(&number);
    let says = format!("job {number} was refused, and it ran all the same");
    ensure(accepted || !ran, "refused_and_run", says)?;
    let says =
        format!("job {number} was accepted while `drain` closed the pool, and nobody ever runs it");
    ensure(!accepted || ran, "slips_in", says)?;
    let says = format!("`drain` returned before job {number} had ended, which was accepted");
    ensure(!accepted || before.contains(&number), "left_behind", says)
}

fn explain(failure: &Failure) -> Refusal {
    let round = ROUND.get();
    let all = if round.meet { round.workers } else { 0 };
    let waits = match &failure.kind {
        Kind::Deadlock(waits) => waits,
        Kind::Failed(refusal) => {
            return match refusal.id.as_str() {
                "left_behind" | "lost_job" => refuse_until(failure, RETURNED, refusal),
                // The workers do as they are told.
                "slips_in" | "refused_and_run" if !round.nested => {
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
    if round.together && CALLS.met() == 1 {
        let names = CALLS.names();
        let submits = format!("job 1 has submitted job {NESTED}");
        let has_begun = |job: usize| names.contains(&format!("job {job}"));
        return if has_begun(NESTED) && !has_begun(1) {
            let says = format!(
                "{submits}, which runs inside of `submit`: so job 1 can't go on before its end"
            );
            Refusal::new("on_the_caller", says)
        } else {
            let says = format!(
                "{submits}, which was accepted, and nobody runs it before job 1 has ended; there should be 2 workers"
            );
            Refusal::new("one_after_another", says)
        };
    }
    if round.long > 0 && CALLS.begun() < round.early {
        return dealt(&CALLS, round.workers, round.early);
    }
    let is_worker = |wait: &&Event| wait.thread != "main" && wait.thread != SUBMITTER;
    let waits_for =
        |what: &str| waits.iter().filter(is_worker).find(|wait| wait.what.contains(what));
    if let Some(worker) = waits_for("the lock that main has taken") {
        let job = if round.nested { ", in a job that submits another" } else { "" };
        let says = format!(
            "`drain` waits for a worker, and the worker {}{job}: neither ever goes on",
            worker.what.replace("main", "`drain`")
        );
        return Refusal::new("lock_held", says);
    }
    if let Some(worker) = waits_for("sender") {
        return never_ends("the pool drains", worker);
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
