//! Threads wait for a state that a lock guards.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use examples_explore::modelled::thread;
use examples_explore::{Event, step, told, until_nothing_else_happens};

use crate::explore::refuse_until;
use crate::{Failure, Kind, Refusal, Verdict, ensure, explore};

/// Where to read more.
pub const PAGE: &str = "threads/condvar";

/// Someone has begun to open the gate.
static OPENING: AtomicBool = AtomicBool::new(false);

/// Grades a gate by its three functions.
pub fn grade<Gate>(new: fn() -> Gate, wait: fn(&Gate), open: fn(&Gate)) -> Verdict
where
    Gate: Send + Sync + 'static,
{
    explore(move || judge(new, wait, open, false), explain)?;
    explore(move || judge(new, wait, open, true), explain)
}

/// Two threads come before the gate is opened, or while it is, and `main` comes after. If it is late, it
/// opens the gate when nobody else has anything to do: threads that never sleep show themselves.
fn judge<Gate>(new: fn() -> Gate, wait: fn(&Gate), open: fn(&Gate), late: bool) -> Verdict
where
    Gate: Send + Sync + 'static,
{
    OPENING.store(false, SeqCst);
    let gate = Arc::new(new());
    let start = |_| {
        let gate = Arc::clone(&gate);
        thread::spawn(move || {
            step("comes to the gate");
            wait(&gate);
            let is_early = !OPENING.load(SeqCst);
            step("has passed the gate");
            is_early
        })
    };
    let waiting = [1, 2].map(start);
    if late {
        until_nothing_else_happens();
    }
    step("begins to open the gate");
    OPENING.store(true, SeqCst);
    open(&gate);
    step("has opened the gate, and comes to it");
    wait(&gate);
    step("has passed the gate");
    for thread in waiting {
        let Ok(is_early) = thread.join() else {
            return Err(Refusal::new("panicked", "a thread panicked at the gate"));
        };
        let says = "a thread passed the gate before it was opened";
        ensure(!is_early, "passes_too_early", says)?;
    }
    Ok(())
}

fn explain(failure: &Failure) -> Refusal {
    match &failure.kind {
        Kind::Deadlock(waits) => sleeps(waits, &failure.events).unwrap_or_else(|| failure.into()),
        Kind::Failed(refusal) if refusal.id == "passes_too_early" => {
            let woke = |event: &Event| event.what.starts_with("wakes without a notification");
            let why = if failure.events.iter().any(woke) {
                "; a thread that sleeps may wake for no reason"
            } else {
                ""
            };
            let says = format!("{}{why}", refusal.sentence);
            refuse_until(failure, "has passed the gate", &Refusal::new(&refusal.id, says))
        }
        // Two threads that ask in turn get in each other's way, which looks like a wait.
        Kind::Endless => {
            let last = &failure.events[failure.events.len().saturating_sub(9)..];
            let line = last.iter().map(|event| event.line).max().unwrap_or(0);
            Refusal::polls(line).evidence(told(last))
        }
        _ => failure.into(),
    }
}

/// Says why a thread sleeps on a `Condvar` forever, if one does.
fn sleeps(waits: &[Event], events: &[Event]) -> Option<Refusal> {
    let sleeps = |what: &str| what == "waits for a notification";
    let asleep = &waits.iter().find(|wait| sleeps(&wait.what))?.thread;
    let slept = events.iter().rposition(|event| event.thread == *asleep && sleeps(&event.what))?;
    let told = events.iter().rposition(|event| event.what.starts_with("notifies"));
    Some(match told {
        Some(told) if told < slept && asleep == "main" => {
            let says = "one that comes to the open gate sleeps forever: it waits for a signal that was given before";
            Refusal::new("missed", says)
        }
        Some(told) if told < slept => {
            let says = format!(
                "{asleep} falls asleep when the gate is open: the signal has been given, and no other will come"
            );
            Refusal::new("missed", says)
        }
        Some(_) => {
            let says =
                format!("{asleep} sleeps forever at the open gate: only one of two was told");
            Refusal::new("not_told", says)
        }
        None => {
            let says =
                format!("{asleep} sleeps forever at the open gate: nobody told it to look again");
            Refusal::new("not_told", says)
        }
    })
}
