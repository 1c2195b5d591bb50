//! Several threads, one total.

use std::sync::atomic::{AtomicU64, Ordering::SeqCst};

use examples_engine::modelled::thread;
use examples_engine::{threads_left, until_nothing_else_happens};

use crate::explore::even_longer;
use crate::{
    Calls, Failure, Given, Inputs, Refusal, Verdict, counts_to_try, each_step_late, ensure,
    explore, explore_few, explore_some, it_may_stand_still,
};

/// Where to read more.
pub const PAGE: &str = "threads/shared_counter";

type Answer = fn(threads: usize, job: fn(usize) -> u64) -> u64;

static JOBS: Calls = Calls::new();
/// What the jobs return.
static VALUES: Given<Vec<u64>> = Given::new();
/// The sum of all totals so far.
static BEFORE: AtomicU64 = AtomicU64::new(0);

/// More than any number of threads that an answer may have of its own.
const MANY: usize = 21;
/// More than a byte can count.
const VERY_MANY: usize = 260;

/// Grades `total`.
pub fn grade(answer: Answer) -> Verdict {
    let several = Inputs::new(0).index(3, 4);
    // First whether the values are added without a loss, then whether the jobs run at the same time.
    explore(move || judge(answer, 2, alone), |failure| failure.into())?;
    for threads in [several, 0] {
        explore_some(move || judge(answer, threads, alone), |failure| failure.into())?;
    }
    // A schedule does not know that a scope may end before the values of `thread_local!` are dropped. Before the
    // engine has many threads: each has to be looked at.
    each_step_late(|| judge(answer, 2, alone))?;
    let explain =
        |threads| move |failure: &Failure| JOBS.explain(failure, threads, "jobs", "total");
    explore_some(move || judge(answer, 2, meets), explain(2))?;
    for threads in [several, MANY] {
        explore_few(move || judge(answer, threads, meets), explain(threads))?;
    }
    // Before, nobody can tell whether the one job would run at the same time as others.
    explore_some(move || judge(answer, 1, alone), |failure| failure.into())?;
    explore_some(move || judge(answer, 2, late), |failure| failure.into())?;
    explore_few(move || judge(answer, MANY, late), |failure| failure.into())?;
    JOBS.all_meet(VERY_MANY, "jobs", "total");
    judge(answer, VERY_MANY, meets)?; // Not in a schedule, which such a crowd makes long.
    for own in counts_to_try(5, 300) {
        JOBS.all_meet(own, "jobs", "total");
        judge(answer, own, meets)?;
    }
    it_may_stand_still();
    explore_some(move || two_calls(answer), |failure| failure.into())
}

/// Two threads call the answer at the same time.
fn two_calls(answer: Answer) -> Verdict {
    JOBS.forget();
    let values = values(2);
    VALUES.set(values.clone());
    let other = thread::spawn(move || answer(2, alone));
    let mine = answer(2, alone);
    let theirs = other.join().map_err(|_| Refusal::new("panicked", "`total` panicked"))?;
    JOBS.all_followed()?;
    let expected: u64 = values.iter().sum();
    BEFORE.fetch_add(2 * expected, SeqCst);
    let says = format!(
        "two threads have called `total` at the same time, the jobs returned {values:?}, and the totals were {mine} and \
         {theirs}: the two calls share something"
    );
    ensure([mine, theirs] == [expected; 2], "outlives_the_call", says)
}

/// A job that ends when all have begun.
fn meets(number: usize) -> u64 {
    job(number, || JOBS.meet(VALUES.get().len()))
}

/// A job that takes longer than anybody waits with a time limit. The last one takes even longer.
fn late(number: usize) -> u64 {
    let is_last = number + 1 == VALUES.get().len();
    job(number, if is_last { even_longer } else { until_nothing_else_happens })
}

/// A job that waits for nothing.
fn alone(number: usize) -> u64 {
    job(number, || ())
}

fn job(number: usize, work: fn()) -> u64 {
    JOBS.enter(format_args!("job {number}"));
    work();
    JOBS.leave(format_args!("job {number}"));
    VALUES.get().get(number).copied().unwrap_or(0)
}

fn values(threads: usize) -> Vec<u64> {
    let mut inputs = Inputs::new(threads as u64);
    let mut values = inputs.large_numbers(threads);
    if let [first, second] = values[..] {
        // Neither is 0, so that it shows when one of them is missing.
        values = vec![first + inputs.between(1, 99), second + inputs.between(100, 199)];
    }
    values
}

fn judge(answer: Answer, threads: usize, job: fn(usize) -> u64) -> Verdict {
    JOBS.begin();
    let values = values(threads);
    VALUES.set(values.clone());
    let total = answer(threads, job);
    let (ended, left) = (JOBS.ended(), threads_left());
    until_nothing_else_happens(); // Jobs that are late get to run.
    JOBS.all_followed()?;
    JOBS.none_by_caller("jobs", "total")?;
    JOBS.ensure_each_once((0..threads).map(|number| format!("job {number}")), "lost_job")?;
    let says = format!(
        "`total` returned when {ended} of {threads} jobs had ended: a thread was not joined"
    );
    ensure(ended == threads, "left_behind", says)?;

    let expected: u64 = values.iter().sum();
    let before = BEFORE.fetch_add(expected, SeqCst);
    let says = format!("the jobs returned {values:?}, and the total was {total}");
    if total == expected {
        return Ok(());
    }
    if before > 0 && total == before.wrapping_add(expected) {
        let why = "it still has what the calls before have added";
        return Err(Refusal::new("outlives_the_call", format!("{says}: {why}")));
    }
    let missing = expected.wrapping_sub(total);
    let Some(number) = values.iter().position(|value| *value == missing && total > 0) else {
        return Err(Refusal::new("wrong_total", says));
    };
    let why = match left {
        0 => "",
        _ => "; when `total` returned, a thread was still at work",
    };
    let says = format!("{says}: what job {number} returned is missing{why}");
    Err(Refusal::new("lost_update", says))
}
