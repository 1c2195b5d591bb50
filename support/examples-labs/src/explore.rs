//! Judges an answer by a part of a grader that runs in many schedules.

use std::thread;
use std::time::Duration;

use examples_explore::{Outcome, Search, told};

use crate::{Refusal, Verdict, ensure, run};

/// How many schedules are explored.
const SCHEDULES: u64 = 300;
/// The same of a check that only has other inputs than one before.
const SOME: u64 = 60;
/// After this many failures the shortest is told.
const ENOUGH: usize = 20;

/// How a schedule went wrong.
pub type Failure = examples_explore::Failure<Refusal>;
/// In which way a schedule went wrong.
pub type Kind = examples_explore::Kind<Refusal>;

/// Runs `check` in many schedules. It calls the answer and judges what it sees; all threads that the answer
/// starts belong to the schedule, also those that it leaves behind.
///
/// `explain` says what is wrong with a schedule that goes wrong, right after it; the schedule becomes the
/// evidence. [`Refusal::from`] is enough where the task says nothing more.
///
/// # Errors
/// The refusal with the shortest schedule of those that go wrong in the same way as the first.
pub fn explore(
    check: impl Fn() -> Verdict + Send + Sync + 'static,
    explain: impl Fn(&Failure) -> Refusal,
) -> Verdict {
    let search = Search { schedules: SCHEDULES, has_weak_memory: false };
    judge(search.run(check), explain)
}

/// The same in fewer schedules, for a check that has been explored with other inputs.
///
/// # Errors
/// As for [`explore()`](explore()).
pub fn explore_some(
    check: impl Fn() -> Verdict + Send + Sync + 'static,
    explain: impl Fn(&Failure) -> Refusal,
) -> Verdict {
    let search = Search { schedules: SOME, has_weak_memory: false };
    judge(search.run(check), explain)
}

/// The same in a memory in which a load may return an old value, where the orderings allow it.
///
/// # Errors
/// As for [`explore()`](explore()).
pub fn explore_weak_memory(
    check: impl Fn() -> Verdict + Send + Sync + 'static,
    explain: impl Fn(&Failure) -> Refusal,
) -> Verdict {
    let search = Search { schedules: SCHEDULES, has_weak_memory: true };
    judge(search.run(check), explain)
}

fn judge(
    mut outcomes: impl Iterator<Item = Outcome<Refusal>>,
    explain: impl Fn(&Failure) -> Refusal,
) -> Verdict {
    let mut shortest: Option<(usize, Refusal)> = None;
    let mut failures = 0;
    while failures < ENOUGH {
        run::progress();
        let failure = match outcomes.next() {
            Some(Outcome::Passed) => continue,
            Some(Outcome::Spoiled) | None => break,
            Some(Outcome::Failed(failure)) => failure,
        };
        if let Kind::Unsupported(this) = &failure.kind {
            run::refuse(this.into());
        }
        if shortest.is_none() {
            // Threads that belong to no schedule may be what the others wait for. Now they get to show.
            thread::sleep(Duration::from_millis(50));
        }
        let refusal = with_evidence(&failure, explain(&failure));
        let length = failure.length();
        let is_shorter =
            |(before, known): &(usize, Refusal)| length < *before && refusal.id == known.id;
        if shortest.as_ref().is_none_or(is_shorter) {
            shortest = Some((length, refusal.clone()));
            // If what was left behind stops the next schedule, this is what counts.
            run::if_it_stands_still(move || refusal.clone());
        }
        failures += 1;
    }
    run::it_may_stand_still();
    shortest.map_or(Ok(()), |(_, refusal)| Err(refusal))
}

impl From<&Failure> for Refusal {
    /// Returns the refusal that is right where the task says nothing more.
    fn from(failure: &Failure) -> Refusal {
        match &failure.kind {
            Kind::Failed(refusal) => refusal.clone(),
            Kind::Deadlock(_) => Refusal::new(
                "deadlock",
                "in this order of events every thread waits for another, forever",
            ),
            Kind::Polls(event) => Refusal::polls(event.line),
            Kind::Endless => Refusal::new(
                "endless",
                "in this order of events it never ends: a loop goes round and round",
            ),
            Kind::Panicked(panic) => Refusal::panicked(panic),
            Kind::Unsupported(this) => this.into(),
        }
    }
}

/// Returns the refusal with what was done up to this step of the grader: what came after it is not what is wrong.
pub(crate) fn refuse_until(failure: &Failure, last: &str, refusal: &Refusal) -> Refusal {
    refusal.clone().evidence(told(failure.until(last)))
}

/// Adds the schedule to a refusal without evidence.
fn with_evidence(failure: &Failure, refusal: Refusal) -> Refusal {
    if !refusal.evidence.is_empty() {
        return refusal;
    }
    let mut evidence = told(&failure.events);
    if let Kind::Deadlock(waits) = &failure.kind {
        evidence.extend(told(waits));
    }
    refusal.evidence(evidence)
}

/// Refuses an answer if one of its threads does not belong to the schedule.
pub(crate) fn ensure_followed(all_followed: bool) -> Verdict {
    let says =
        "a call runs on a thread that the grader can't follow: start threads with `std::thread`";
    ensure(all_followed, "not_followed", says)
}
