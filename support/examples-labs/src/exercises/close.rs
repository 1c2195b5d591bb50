//! A pool ends when its last sender goes and its workers are joined.

use std::panic::Location;

use examples_engine::{
    Event, Monitor, is_followed, step, threads_left, until_nothing_else_happens,
};

use crate::explore::{explore_closely, refuse_until};
use crate::refusal::are;
use crate::{
    Calls, Failure, Given, Inputs, Kind, Refusal, Verdict, counts_to_try, ensure, explore,
    explore_few, explore_some, if_it_stands_still, it_may_stand_still,
};

/// Where to read more.
pub const PAGE: &str = "worker-pool/close_and_range";

type Job = Box<dyn FnOnce() + Send>;

static CALLS: Calls = Calls::new();
static ROUND: Given<Round> = Given::new();
/// More workers than a byte can count, and more jobs than any place that an answer may have for them.
pub(super) const VERY_MANY: usize = 260;
pub(super) const VERY_MANY_JOBS: usize = 1100;
/// What the evidence says when `close` has returned.
const RETURNED: &str = "has closed the pool";

#[derive(Clone, Copy)]
struct Round {
    workers: usize,
    jobs: usize,
    /// A job ends when as many are under way as there are workers.
    meet: bool,
    /// Each job comes when nobody else has anything to do.
    late: bool,
    /// The first one does.
    rested: bool,
    /// How many of the jobs, after the first `short` to begin, run until all others have ended.
    long: usize,
    short: usize,
    /// Whether it matters that a worker has not ended.
    closely: bool,
}

/// How many jobs have ended.
static ENDED: Monitor<usize> = Monitor::new(0);

/// Grades a pool by its three functions.
pub fn grade<Pool: 'static>(
    new: fn(usize) -> Pool,
    submit: fn(&Pool, Job),
    close: fn(Pool),
) -> Verdict {
    let several = Inputs::new(0).index(3, 4);
    let round = |workers, jobs| Round {
        workers,
        jobs,
        meet: false,
        late: false,
        rested: false,
        short: 0,
        long: 0,
        closely: false,
    };
    // First whether it ends, and when; then whether the jobs run at the same time.
    let two = round(2, 3);
    let closely = Round { closely: true, ..two };
    explore_closely(
        move || judge(new, submit, close, closely),
        |failure| match &failure.kind {
            Kind::Failed(refusal) if refusal.id == MAY_WORK => {
                still_works(failure, RETURNED, "close")
            }
            _ => Some(explain(failure)),
        },
    )?;
    explore(move || judge(new, submit, close, Round { meet: true, ..round(2, 4) }), explain)?;
    for round in [
        Round { late: true, ..two },
        Round { meet: true, ..round(several, several) },
        Round { meet: true, rested: true, ..round(2, 4) },
        round(several, 1),
        round(2, 0),
        round(1, 2),
        Round { long: 1, ..round(2, 4) },
        Round { long: several - 1, ..round(several, 2 * several) },
        Round { short: 1, long: several - 1, ..round(several, 2 * several) },
    ] {
        explore_some(move || judge(new, submit, close, round), explain)?;
    }
    for own in counts_to_try(5, 65) {
        for round in [round(2, own), Round { meet: true, ..round(own, own) }] {
            explore_few(move || judge(new, submit, close, round), explain)?;
        }
    }
    // Not in a schedule, which such a crowd makes long.
    if_it_stands_still(|| dealt(&CALLS, VERY_MANY, VERY_MANY_JOBS));
    let crowd = round(VERY_MANY, VERY_MANY_JOBS);
    judge(new, submit, close, Round { long: VERY_MANY - 1, ..crowd })?;
    it_may_stand_still();
    let accepts = move |pool: &Pool, job| {
        submit(pool, job);
        true
    };
    explore_some(move || two_pools(&CALLS, "close", new, accepts, close), explain_two)
}

/// One of two pools ends, which `ends` does, while a job of the other waits for that.
pub(super) fn two_pools<Pool>(
    calls: &'static Calls,
    ends_it: &str,
    new: fn(usize) -> Pool,
    accepts: impl Fn(&Pool, Job) -> bool,
    ends: impl Fn(Pool),
) -> Verdict {
    calls.begin();
    ENDED.renew(0);
    let job = move |number: usize| {
        move || {
            calls.enter(format_args!("job {number}"));
            calls.leave(format_args!("job {number}"));
        }
    };
    let [first, second] = [new(1), new(1)];
    until_nothing_else_happens();
    let waits = move || {
        calls.enter("job 1");
        wait_for_others(&ENDED, 1);
        calls.leave("job 1");
    };
    let mut accepted = accepts(&first, Box::new(waits)) && accepts(&second, Box::new(job(2)));
    until_nothing_else_happens();
    let says = "two pools are there at the same time, and a job of one waits, though its worker sleeps: the two share \
                something";
    ensure(calls.begun() == 2, "outlives_the_call", says)?;
    ends(second);
    let ended = calls.ended();
    let says = format!(
        "two pools are there at the same time, and `{ends_it}` returned for one of them before its job had ended: the two \
         share something"
    );
    ensure(ended == 1, "outlives_the_call", says)?;
    ENDED.step(|ended| *ended = 1);
    accepted &= accepts(&first, Box::new(job(3)));
    ends(first);
    let says = "two pools were there at the same time, one of them has ended, and the other refuses a job: the two share \
                something";
    ensure(accepted, "outlives_the_call", says)?;
    let ended = calls.ended();
    let says = format!(
        "two pools were there at the same time, and {ended} of their 3 jobs had ended when both had"
    );
    ensure(ended == 3, "outlives_the_call", says)
}

/// Says what is wrong with two pools.
pub(super) fn explain_two(failure: &Failure) -> Refusal {
    match failure.kind {
        Kind::Deadlock(_) => {
            let says = "two pools are there at the same time, and one does not end before the other, or its jobs wait for \
                        jobs of the other: the two share something";
            Refusal::new("outlives_the_call", says)
        }
        _ => failure.into(),
    }
}

fn judge<Pool>(
    new: fn(usize) -> Pool,
    submit: fn(&Pool, Job),
    close: fn(Pool),
    round: Round,
) -> Verdict {
    CALLS.begin();
    ROUND.set(round);
    let Round { workers, jobs, meet, late, rested, short, long, closely } = round;
    ENDED.renew(0);
    let pool = new(workers);
    for number in 1..=jobs {
        if late || rested && number == 1 {
            until_nothing_else_happens();
        }
        let job = move || {
            let begun = CALLS.enter(format_args!("job {number}"));
            if meet {
                CALLS.meet_in_groups(workers);
            }
            if begun > short && begun <= short + long {
                wait_for_others(&ENDED, jobs - long);
            }
            CALLS.leave(format_args!("job {number}"));
            one_has_ended(&CALLS, &ENDED, jobs - long);
        };
        submit(&pool, Box::new(job));
    }
    if late {
        until_nothing_else_happens();
    }
    if rested {
        all_begin(&CALLS, jobs)?;
    }
    step("closes the pool");
    close(pool);
    let (ended, left) = (CALLS.ended(), threads_left());
    step(RETURNED);
    // Jobs that are late get to run; the others never will.
    until_nothing_else_happens();
    CALLS.all_followed()?;
    let begun = CALLS.begun();
    let says = match begun {
        0 => format!("{jobs} jobs were submitted, and none of them ever ran"),
        _ => format!("{jobs} jobs were submitted, and only {begun} of them ever ran"),
    };
    ensure(begun == jobs, "lost_job", says)?;
    let says = format!("`close` returned when {ended} of {jobs} jobs had ended");
    ensure(ended == jobs, "left_behind", says)?;
    judge_workers(&CALLS, workers, "close")?;
    // A thread that has said that it ends need not have ended.
    ensure(left == 0 || !closely, MAY_WORK, "`close` returned, and a worker had not ended")
}

/// Refuses unless all jobs begin, which meet in groups, although nothing else is submitted and nobody closes the pool.
pub(super) fn all_begin(calls: &Calls, jobs: usize) -> Verdict {
    until_nothing_else_happens();
    let waiting = jobs - calls.begun();
    if waiting == 0 { Ok(()) } else { Err(waits_and_one_sleeps(waiting, jobs)) }
}

/// Returns the refusal of a pool in which this many of the jobs wait while a worker sleeps.
pub(super) fn waits_and_one_sleeps(waiting: usize, jobs: usize) -> Refusal {
    let says = format!("{waiting} of {jobs} jobs wait, and a worker sleeps: nobody has told it");
    Refusal::new("not_told", says)
}

/// Says that a job has ended, which `calls` know. In no schedule it says so when `all` have, since each time it would wake
/// all that wait.
pub(super) fn one_has_ended(calls: &Calls, ended: &Monitor<usize>, all: usize) {
    if is_followed() {
        ended.step(|ended| *ended += 1);
    } else if calls.ended() >= all && ended.look(|ended| *ended < all) {
        ended.step(|ended| *ended = all);
    }
}

/// Waits until this number of jobs have ended.
pub(super) fn wait_for_others(ended: &Monitor<usize>, all: usize) {
    ended.wait(Location::caller(), |ended| {
        let waits = || "waits until the other jobs have ended".into();
        if *ended >= all { Ok(()) } else { Err(waits()) }
    });
}

/// Returns the refusal of a pool in which jobs wait while a worker has nothing to do.
pub(super) fn dealt(calls: &Calls, workers: usize, jobs: usize) -> Refusal {
    let (begun, ended) = (calls.begun(), calls.ended());
    let says = format!(
        "{} of {jobs} jobs wait, and nobody runs them, while {} under way; there should be {workers} workers",
        jobs - begun,
        are(begun - ended)
    );
    Refusal::new("dealt", says)
}

/// Names what needs a closer look.
pub(super) const MAY_WORK: &str = "may_work";

/// Refuses an answer in which a worker has looked for another job when this function had returned.
pub(super) fn still_works(failure: &Failure, returned: &str, closes: &str) -> Option<Refusal> {
    let closed = failure.until(returned).len();
    let looks = |what: &str| {
        ["receives", "finds", "locks", "waits", "reads", "tries"]
            .iter()
            .any(|word| what.starts_with(word))
    };
    let by_worker = |event: &&Event| event.thread != "main" && looks(&event.what);
    let event = failure.events[closed..].iter().find(by_worker)?;
    let says = format!(
        "`{closes}` returned when {} had not ended: after that, it {} in line {}",
        event.thread, event.what, event.line
    );
    Some(Refusal::new("left_behind", says))
}

/// Judges the workers of a pool that this function has closed.
pub(super) fn judge_workers(calls: &Calls, workers: usize, closes: &str) -> Verdict {
    let left = threads_left();
    let says = format!("`{closes}` has returned, and {left} of the pool's threads never end");
    ensure(left == 0, "never_ends", says)?;
    let peak = calls.peak();
    let says = format!("{peak} jobs ran at the same time, and the pool has {workers} workers");
    ensure(peak <= workers, "too_many", says)
}

fn explain(failure: &Failure) -> Refusal {
    let round = ROUND.get();
    let all = if round.meet { round.workers } else { 0 };
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
    if round.long > 0 && CALLS.begun() < round.jobs {
        return dealt(&CALLS, round.workers, round.jobs);
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
