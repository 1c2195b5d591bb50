//! Several threads, one total.

use std::sync::Mutex;
use std::thread::{self, ThreadId};

use crate::{Kind, Meeting, Refusal, Verdict, ensure, explore, is_followed, locks_held, step};

/// Where to read more.
pub const PAGE: &str = "docs/src/threads.md#shared_counter";

type Answer = fn(threads: usize, job: fn(usize) -> u64) -> u64;

/// What the jobs have seen in this schedule.
static SEEN: Mutex<Seen> = Mutex::new(Seen::NOTHING);
static MEETING: Meeting = Meeting::new();

#[derive(Clone)]
struct Seen {
    caller: Option<ThreadId>,
    /// A job runs on a thread that the grader can't follow.
    not_followed: bool,
    /// The threads on which the jobs ran.
    on: Vec<ThreadId>,
    /// A line in which a lock was taken that is held while a job runs.
    lock_held: Option<u32>,
    ended: usize,
}

impl Seen {
    const NOTHING: Seen =
        Seen { caller: None, not_followed: false, on: Vec::new(), lock_held: None, ended: 0 };
}

fn seen<R>(look: impl FnOnce(&mut Seen) -> R) -> R {
    look(&mut SEEN.lock().expect("no holder panics"))
}

fn begin(threads: usize) -> usize {
    MEETING.reset();
    let caller = Some(thread::current().id());
    seen(|seen| *seen = Seen { caller, ..Seen::NOTHING });
    threads
}

/// A job that ends when both have begun.
fn meets(number: usize) -> u64 {
    seen(|seen| {
        seen.on.push(thread::current().id());
        seen.not_followed |= !is_followed();
        seen.lock_held = seen.lock_held.or(locks_held().first().copied());
    });
    step(format!("begins job {number}"));
    MEETING.come(2);
    ends(number)
}

/// A job that waits for nothing.
fn ends(number: usize) -> u64 {
    step(format!("ends job {number}"));
    seen(|seen| seen.ended += 1);
    [1, 10][number]
}

/// Grades `total`.
pub fn grade(answer: Answer) -> Verdict {
    // First whether the jobs run at the same time, then whether their results are added without a loss.
    explore(move || judge(answer, meets)).map_err(|failure| match &failure.kind {
        Kind::Deadlock(_) if MEETING.here() < 2 => failure.refuse(never_met()),
        _ => failure.into(),
    })?;
    Ok(explore(move || judge(answer, ends))?)
}

fn judge(answer: Answer, job: fn(usize) -> u64) -> Verdict {
    let total = answer(begin(2), job);
    let Seen { ended, not_followed, .. } = seen(|seen| seen.clone());
    let says =
        "a job runs on a thread that the grader can't follow: start threads with `std::thread`";
    ensure(!not_followed, "not_followed", says)?;
    let says =
        format!("`total` returned when {ended} of 2 jobs had ended: a thread was not joined");
    ensure(ended == 2, "left_behind", says)?;
    let says = format!("the jobs returned 1 and 10, and the total was {total}");
    match total {
        11 => Ok(()),
        0 => Err(Refusal::new("wrong_total", says)),
        12.. => {
            let why =
                "called again, it goes on from the total before: a `static` outlives the call";
            Err(Refusal::new("outlives_the_call", format!("{says}: {why}")))
        }
        _ => {
            let why = "one thread wrote over what the other had added";
            Err(Refusal::new("lost_update", format!("{says}: {why}")))
        }
    }
}

/// Says why one job did not begin before the other had ended.
fn never_met() -> Refusal {
    let Seen { caller, on, lock_held, .. } = seen(|seen| seen.clone());
    let never = "the jobs never run at the same time";
    if on.iter().any(|thread| Some(*thread) == caller) {
        let says = "a job runs on the thread that called `total`; start a thread for each of them";
        return Refusal::new("sequential", says);
    }
    if let Some(line) = lock_held {
        let says = format!("{never}: the lock of line {line} is held while a job runs");
        return Refusal::new("lock_held", says);
    }
    let why = "each thread must have begun before the first is waited for";
    Refusal::new("one_after_another", format!("{never}: {why}"))
}
