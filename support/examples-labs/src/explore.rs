//! Runs a part of a grader in many schedules, and tells the shortest one in which it goes wrong.

use std::panic::Location;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::monitor::Monitor;
use crate::schedule::{self, Choice, End, Event, Panic, Seen};
use crate::{Refusal, Verdict, ensure, run};

/// How many schedules are explored.
const SCHEDULES: u64 = 300;
/// After this many failures the shortest is told.
const ENOUGH: usize = 20;

/// How a schedule went wrong.
#[derive(Debug)]
pub struct Failure {
    /// In which way.
    pub kind: Kind,
    /// What was done, in this order.
    pub events: Vec<Event>,
}

/// In which way a schedule went wrong.
#[derive(Clone, Debug)]
pub enum Kind {
    /// The grader has refused what it saw.
    Refused(Refusal),
    /// Every thread waits for another. What each of them waits for; the first is the grader's own thread,
    /// which has called the answer.
    Deadlock(Vec<Event>),
    /// A thread asks again and again.
    Polls(Event),
    /// It did not come to an end.
    Endless,
    /// The thread that called the answer has panicked. The first panic of all threads.
    Panicked(Panic),
}

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
    explore_all(false, check, explain)
}

/// The same in a memory in which a load may return an old value, where the orderings allow it.
///
/// # Errors
/// As for [`explore()`](explore()).
pub fn explore_weak_memory(
    check: impl Fn() -> Verdict + Send + Sync + 'static,
    explain: impl Fn(&Failure) -> Refusal,
) -> Verdict {
    explore_all(true, check, explain)
}

fn explore_all(
    has_weak_memory: bool,
    check: impl Fn() -> Verdict + Send + Sync + 'static,
    explain: impl Fn(&Failure) -> Refusal,
) -> Verdict {
    let check = Arc::new(check);
    let mut shortest: Option<(usize, Refusal)> = None;
    let mut failures = 0;
    for seed in 0..SCHEDULES {
        run::progress();
        let (length, failure) = match one(Choice::new(seed, has_weak_memory), Arc::clone(&check)) {
            One::Passed => continue,
            One::Spoiled => break,
            One::Failed(length, failure) => (length, failure),
        };
        if shortest.is_none() {
            // Threads that belong to no schedule may be what the others wait for. Now they get to show.
            thread::sleep(Duration::from_millis(50));
        }
        let refusal = failure.refuse(explain(&failure));
        let is_shorter =
            |(before, known): &(usize, Refusal)| length < *before && refusal.id == known.id;
        if shortest.as_ref().is_none_or(is_shorter) {
            shortest = Some((length, refusal.clone()));
            // If what was left behind stops the next schedule, this is what counts.
            run::if_it_stands_still(move || refusal.clone());
        }
        failures += 1;
        if failures == ENOUGH {
            break;
        }
    }
    run::it_may_stand_still();
    shortest.map_or(Ok(()), |(_, refusal)| Err(refusal))
}

enum One {
    Passed,
    /// The schedules before have left behind what this one and all others meet with.
    Spoiled,
    /// With the length, in which a change of threads counts most.
    Failed(usize, Failure),
}

/// Runs one schedule.
fn one(choice: Choice, check: Arc<impl Fn() -> Verdict + Send + Sync + 'static>) -> One {
    let verdict = Arc::new(Mutex::new(None));
    let seen = schedule::run(choice, {
        let verdict = Arc::clone(&verdict);
        move || {
            let said = check();
            *verdict.lock().unwrap_or_else(PoisonError::into_inner) = Some(said);
        }
    });
    let Seen { end, events, switches, panic } = seen;
    let verdict = verdict.lock().unwrap_or_else(PoisonError::into_inner).take();
    let kind = match (verdict, end) {
        (Some(Ok(())), End::Finished) => return One::Passed,
        (_, End::Spoiled) => return One::Spoiled,
        (Some(Err(refusal)), _) => Kind::Refused(refusal),
        (_, End::Polls(event)) => Kind::Polls(event),
        (_, End::Endless) => Kind::Endless,
        (_, End::Deadlock(waits)) => Kind::Deadlock(waits),
        (None, End::Finished) => {
            Kind::Panicked(panic.unwrap_or_else(|| Panic { line: 0, words: "it panicked".into() }))
        }
    };
    One::Failed(switches * 1000 + events.len(), Failure { kind, events })
}

impl From<&Failure> for Refusal {
    /// Returns the refusal that is right where the task says nothing more.
    fn from(failure: &Failure) -> Refusal {
        match &failure.kind {
            Kind::Refused(refusal) => refusal.clone(),
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
        }
    }
}

impl Failure {
    /// Returns what was done up to this step of the grader, or everything if there was no such step.
    pub(crate) fn until(&self, last: &str) -> &[Event] {
        let last = self.events.iter().position(|event| event.what == last);
        last.map_or(&self.events, |last| &self.events[..=last])
    }

    /// Returns the refusal with what was done up to this step: what came after it is not what is wrong.
    pub(crate) fn refuse_until(&self, last: &str, refusal: &Refusal) -> Refusal {
        refusal.clone().evidence(told(self.until(last)))
    }

    /// Adds the schedule to a refusal without evidence.
    fn refuse(&self, refusal: Refusal) -> Refusal {
        if !refusal.evidence.is_empty() {
            return refusal;
        }
        let mut evidence = told(&self.events);
        if let Kind::Deadlock(waits) = &self.kind {
            evidence.extend(told(waits));
        }
        refusal.evidence(evidence)
    }
}

/// Returns one line for each event.
pub(crate) fn told(events: &[Event]) -> Vec<String> {
    let width = events.iter().map(|event| event.thread.len()).max().unwrap_or(0);
    let line = |line: u32| if line == 0 { String::new() } else { format!("line {line}") };
    let told = |same: &[Event]| {
        let Event { thread, line: number, what } = &same[0];
        let times =
            if same.len() == 1 { String::new() } else { format!(" ({} times)", same.len()) };
        format!("{thread:<width$}  {:<8}  {what}{times}", line(*number))
    };
    events.chunk_by(|a, b| a == b).map(told).collect()
}

/// Writes down what the grader's part of a schedule does, such as `begins job 1`, and lets other threads
/// run.
pub fn step(what: impl Into<String>) {
    if let Some(me) = schedule::me() {
        me.note(0, what.into());
        me.step();
    }
}

/// Waits until all other threads of the schedule have ended, or wait for what will never come.
pub fn until_nothing_else_happens() {
    if is_followed() {
        let what = "waits until nothing else happens";
        let limit = Some(Duration::from_secs(3600)); // It passes when nothing else is left to do.
        let _: Option<()> =
            Monitor::new(()).wait_limited(Location::caller(), limit, |()| Err(what.into()));
    }
}

/// Returns how many other threads of the schedule have not ended.
pub fn threads_left() -> usize {
    schedule::me().map_or(0, |me| me.others_left())
}

/// Refuses an answer if one of its threads does not belong to the schedule.
pub(crate) fn ensure_followed(all_followed: bool) -> Verdict {
    let says =
        "a call runs on a thread that the grader can't follow: start threads with `std::thread`";
    ensure(all_followed, "not_followed", says)
}

/// Returns whether the current thread belongs to a schedule. One that does not was started in a way that
/// the grader can't follow.
pub fn is_followed() -> bool {
    schedule::me().is_some()
}
