//! Judges an answer by a part of a grader that runs in many schedules.

use std::fmt::Debug;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use examples_engine::{
    Exploration, Order, Outcome, Search, modelled, told, until_nothing_else_happens,
};

use crate::{Refusal, Verdict, ensure, run};

/// How many schedules are explored, at most. When it was 1,500, no answer in `labs/wrong` needed more than 202.
const SCHEDULES: u64 = 750;
/// The same of a check that only has other inputs than one before.
const SOME: u64 = 200;
/// The same of a check with many threads.
const FEW: u64 = 20;
/// This many schedules get a closer look.
const MOST_CLOSER_LOOKS: usize = 200;
/// Names what is no refusal.
const NOTHING: &str = "nothing";
/// A schedule of more steps is told as it is: to make it shorter would take a minute.
const LONG: usize = 2000;
/// More threads at a time than any exercise asks for.
const THREADS: usize = 300;

/// How a schedule went wrong.
pub type Failure = examples_engine::Failure<Refusal>;
/// In which way a schedule went wrong.
pub type Kind = examples_engine::Kind<Refusal>;

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
    search(SCHEDULES, Arc::new(check), &explain)
}

/// The same in fewer schedules, for a check that has been explored with other inputs.
///
/// # Errors
/// As for [`explore()`](explore()).
pub fn explore_some(
    check: impl Fn() -> Verdict + Send + Sync + 'static,
    explain: impl Fn(&Failure) -> Refusal,
) -> Verdict {
    search(SOME, Arc::new(check), &explain)
}

/// The same in very few schedules, for a check with many threads.
///
/// # Errors
/// As for [`explore()`](explore()).
pub fn explore_few(
    check: impl Fn() -> Verdict + Send + Sync + 'static,
    explain: impl Fn(&Failure) -> Refusal,
) -> Verdict {
    search(FEW, Arc::new(check), &explain)
}

/// The same for a check that asks for a closer look at some schedules that may have gone wrong: where `explain` returns
/// `None`, nothing has.
///
/// # Errors
/// As for [`explore()`](explore()).
pub(crate) fn explore_closely(
    check: impl Fn() -> Verdict + Send + Sync + 'static,
    explain: impl Fn(&Failure) -> Option<Refusal>,
) -> Verdict {
    let nothing = || Refusal::new(NOTHING, "nothing went wrong");
    search(SCHEDULES, Arc::new(check), &|failure| explain(failure).unwrap_or_else(nothing))
}

/// Calls an answer's function from two threads at the same time, and judges what the current one and the other return.
///
/// # Errors
/// If one of them panics, or returns anything else than expected.
pub fn two_calls_return<R: Debug + PartialEq + Send + 'static>(
    function: &str,
    mine: impl FnOnce() -> R,
    theirs: impl FnOnce() -> R + Send + 'static,
    expected: [R; 2],
) -> Verdict {
    let other = modelled::thread::spawn(theirs);
    let mine = mine();
    let panicked = |_| Refusal::new("panicked", format!("`{function}` panicked"));
    let got = [mine, other.join().map_err(panicked)?];
    let says = format!(
        "two threads have called `{function}` at the same time; it should return {:?} and {:?}, and returned {:?} and \
         {:?}: the two calls share something",
        expected[0], expected[1], got[0], got[1]
    );
    ensure(got == expected, "outlives_the_call", says)
}

/// Says what is wrong if two threads have called this function at the same time, and one call waits for the other.
pub(crate) fn explain_two_calls(function: &str, failure: &Failure) -> Refusal {
    if !matches!(failure.kind, Kind::Deadlock(_)) {
        return failure.into();
    }
    let says = format!(
        "two threads have called `{function}` at the same time, and one of the calls does not return before the other \
         does: the two share something"
    );
    Refusal::new("outlives_the_call", says)
}

/// Waits longer than whoever waits until nothing else happens.
pub(crate) fn even_longer() {
    until_nothing_else_happens();
    until_nothing_else_happens();
}

// Not `impl Fn`: all of what follows would be compiled once for each check of each grader, which
// took 9 s of processor time.
type Check = Arc<dyn Fn() -> Verdict + Send + Sync>;
type Explain<'a> = &'a dyn Fn(&Failure) -> Refusal;

/// Runs `check` in this many schedules, and then twice in one: so it shows if a thread keeps something from one call for
/// the next.
fn search(schedules: u64, check: Check, explain: Explain) -> Verdict {
    let once = Arc::clone(&check);
    run_all(schedules, once, explain)?;
    run_all(1, Arc::new(move || check().and_then(|()| check())), explain)
}

fn run_all(schedules: u64, check: Check, explain: Explain) -> Verdict {
    let mut closer_looks = 0;
    let search = Search { schedules, threads: THREADS, ..Search::default() };
    let mut exploration = search.begin(move || check());
    run::if_it_stands_still(|| {
        let says = "a thread waits for something that the grader can't follow, such as a channel of Tokio or smol: use \
                    those of std or Crossbeam";
        Refusal::new("not_followed", says)
    });
    while let Some(outcome) = exploration.next() {
        run::progress();
        match outcome {
            Outcome::Passed(_) => {}
            Outcome::Spoiled => break,
            Outcome::Failed(failure) => {
                let refusal = refuse(&mut exploration, &failure.order.clone(), explain);
                closer_looks += 1;
                if refusal.id != NOTHING {
                    return Err(refusal);
                }
                if closer_looks == MOST_CLOSER_LOOKS {
                    break;
                }
            }
        }
    }
    run::it_may_stand_still();
    Ok(())
}

/// Returns the refusal for a schedule that goes wrong in this order, or in a shorter one in the same way.
fn refuse(exploration: &mut Exploration<Refusal>, order: &Order, explain: Explain) -> Refusal {
    let explained = |outcome: Outcome<Refusal>| {
        let Outcome::Failed(failure) = outcome else { return None };
        if let Kind::Unsupported(this) = &failure.kind {
            run::refuse(this.into());
        }
        if matches!(failure.kind, Kind::Deadlock(_)) {
            // Threads that belong to no schedule may be what the others wait for. Now they get to show.
            thread::sleep(Duration::from_millis(50));
        }
        Some(with_evidence(&failure, explain(&failure)))
    };
    let outcome = exploration.again(order);
    let is_long = outcome.run().is_some_and(|run| run.steps > LONG);
    let Some(first) = explained(outcome) else {
        let says =
            "in one order of events it goes wrong, and in the same order once more it does not";
        return Refusal::new("not_the_same", says);
    };
    if first.id == NOTHING || is_long {
        return first;
    }
    // If what was left behind stops the next schedule, this is what counts.
    let expected = first.clone();
    run::if_it_stands_still(move || expected.clone());
    let is_same = |outcome: &Outcome<Refusal>| {
        run::progress();
        matches!(outcome, Outcome::Failed(failure) if explain(failure).id == first.id)
    };
    let shortest = exploration.shortest(order, is_same).and_then(explained);
    run::it_may_stand_still();
    shortest.filter(|shortest| shortest.id == first.id).unwrap_or(first)
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
            Kind::Leaked(_) => Refusal::new("leaked", "it returned, and its threads still run"),
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
