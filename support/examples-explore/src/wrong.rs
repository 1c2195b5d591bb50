//! Says in a sentence what is wrong with an order.

use std::collections::BTreeMap;

use super::found::Wrong;
use examples_engine::{Event, Kind, Run};

/// So many of the last steps show in which loop a program is.
const LOOP: usize = 200;

/// So many threads that wait are told in the sentence.
const MOST_WAITS: usize = 3;

/// Returns what is wrong with an order that has failed in this way.
pub fn wrong(kind: &Kind<String>, run: &Run) -> Wrong {
    let (name, sentence) = match kind {
        Kind::Failed(why) => ("error", why.clone()),
        Kind::Deadlock(waits) => ("deadlock", format!("deadlock: {}", told(waits))),
        Kind::Polls(event) => ("polling", polls(event)),
        Kind::Endless => ("endless", endless(run)),
        Kind::Leaked(_) => {
            ("leak", format!("it ends, but leaves threads behind: {}", told(&run.left)))
        }
        Kind::Panicked(panic) => {
            ("panic", format!("panic{}: {}", in_line(panic.line), one_line(&panic.words)))
        }
        Kind::Unsupported(this) => ("not_followed", this.to_string()),
    };
    let time = run.time.as_ref().filter(|_| !matches!(kind, Kind::Polls(_) | Kind::Unsupported(_)));
    let needs = time.map(|event| format!("; this needs time: {}", told_one(event)));
    Wrong { name, sentence: sentence + &needs.unwrap_or_default() }
}

/// Returns what is wrong with an order in which `main` returns: threads that wait for each other are left behind.
pub fn left_behind(run: &Run) -> Option<Wrong> {
    let others = run.threads.iter().skip(1).filter(|thread| !thread.has_ended).count();
    let waits_for_a_lock = |event: &&Event| event.what.starts_with("waits for the lock");
    let nobody_can_go_on = others == run.left.len();
    let stuck: Vec<_> = if nobody_can_go_on && run.left.iter().any(|event| waits_for_a_lock(&event))
    {
        run.left.clone()
    } else {
        in_a_circle(&run.left)
    };
    let sentence = || format!("`main` returns, but others are in a deadlock: {}", told(&stuck));
    (!stuck.is_empty()).then(|| Wrong { name: "leak", sentence: sentence() })
}

/// Returns those that wait for others that also wait, and so on.
fn in_a_circle(waits: &[Event]) -> Vec<Event> {
    let mut stuck: Vec<_> =
        waits.iter().filter(|event| !event.waits_for.is_empty()).cloned().collect();
    loop {
        let ids: Vec<_> = stuck.iter().map(|event| event.id).collect();
        stuck.retain(|event| event.waits_for.iter().all(|id| ids.contains(id)));
        if stuck.len() == ids.len() {
            return stuck;
        }
    }
}

fn told(waits: &[Event]) -> String {
    let shown: Vec<_> = waits.iter().map(told_one).take(MOST_WAITS).collect();
    match waits.len() - shown.len() {
        0 => shown.join("; "),
        more => format!("{}; {more} more wait", shown.join("; ")),
    }
}

fn told_one(event: &Event) -> String {
    let Event { thread, line, what, .. } = event;
    if *line == 0 {
        format!("{thread} {what}")
    } else {
        format!("{thread}, in line {line}, {what}")
    }
}

fn polls(event: &Event) -> String {
    format!(
        "polling: {} again and again; wait instead, or allow it with --may-poll",
        told_one(event)
    )
}

/// Says in which lines a program goes round.
fn endless(run: &Run) -> String {
    let mut lines = BTreeMap::<_, usize>::new();
    for event in run.events.iter().rev().take(LOOP).filter(|event| event.line > 0) {
        *lines.entry(event.line).or_default() += 1;
    }
    let (Some(first), Some(last)) = (lines.keys().next(), lines.keys().last()) else {
        return "it does not end".into();
    };
    let place =
        if first == last { format!("line {first}") } else { format!("lines {first} to {last}") };
    format!(
        "it does not end after {} steps: the loop in {place} is endless or too long; give it fewer rounds",
        run.steps
    )
}

/// Returns a message without its line ends.
pub fn one_line(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", ")
}

fn in_line(line: u32) -> String {
    if line == 0 { String::new() } else { format!(" in line {line}") }
}
