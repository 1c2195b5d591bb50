//! Values behind a flag: a thread that sees the flag must see the values.

use std::sync::Arc;

use examples_explore::modelled::thread;
use examples_explore::{Event, step, told};

use crate::{Failure, Kind, Refusal, Verdict, ensure, explore};

/// Where to read more.
pub const PAGE: &str = "docs/src/threads/publish.md";

type New<Reading> = fn() -> Reading;
type Set<Reading> = fn(&Reading, celsius: u32, minute: u32);
type Get<Reading> = fn(&Reading) -> Option<(u32, u32)>;

const VALUES: (u32, u32) = (21, 90);

/// Grades a reading by its three functions.
pub fn grade<Reading>(new: New<Reading>, set: Set<Reading>, get: Get<Reading>) -> Verdict
where
    Reading: Send + Sync + 'static,
{
    explore(move || judge(new, set, get), explain)
}

fn judge<Reading>(new: New<Reading>, set: Set<Reading>, get: Get<Reading>) -> Verdict
where
    Reading: Send + Sync + 'static,
{
    let reading = Arc::new(new());
    let got = get(&reading);
    let says = format!("`get` returned {got:?} for a new reading: a `static` outlives the call");
    ensure(got != Some(VALUES), "outlives_the_call", says)?;
    let says = format!("nothing was set, and `get` returned {got:?}");
    ensure(got.is_none(), "there_too_early", says)?;

    let theirs = Arc::clone(&reading);
    let sets = thread::spawn(move || {
        step(format!("begins to set {VALUES:?}"));
        set(&theirs, VALUES.0, VALUES.1);
        step(format!("has set {VALUES:?}"));
    });
    for _ in 0..2 {
        let Some(got) = get(&reading) else { continue };
        step(format!("got {got:?}"));
        let says =
            format!("{VALUES:?} was set, and `get` returned {got:?}: not all of it was there yet");
        ensure(got == VALUES, "half_set", says)?;
    }
    ensure(sets.join().is_ok(), "panicked", "`set` panicked")?;
    let got = get(&reading);
    let says = format!("{VALUES:?} was set, and then `get` returned {got:?}");
    ensure(got == Some(VALUES), "lost_value", says)
}

fn explain(failure: &Failure) -> Refusal {
    let is_old = |event: &&Event| event.what.contains("an old value");
    let old = failure.events.iter().rfind(is_old);
    match &failure.kind {
        Kind::Failed(refusal) if refusal.id == "half_set" => {
            let refusal = old.map_or_else(|| refusal.clone(), not_ordered);
            // What came after that is of no interest.
            let got = failure.events.iter().rposition(|event| event.what.starts_with("got"));
            refusal.evidence(told(&failure.events[..=got.unwrap_or(0)]))
        }
        Kind::Deadlock(_) => Refusal::new(
            "waits",
            "`get` waits for a reading; when there is none, it returns `None`",
        ),
        _ => failure.into(),
    }
}

fn not_ordered(old: &Event) -> Refusal {
    let says = format!(
        "a thread has seen that the values are there, and line {} still reads an old one: these orderings allow it",
        old.line
    );
    Refusal::new("not_ordered", says)
}
