//! Says in a sentence what is wrong with an order.

use std::collections::BTreeMap;

use examples_engine::{Event, Kind, Run};

/// This many of the last steps show in which loop a program is.
const LOOP: usize = 200;

/// This many threads that wait are told in the sentence.
const MOST_WAITS: usize = 3;

/// What is wrong with a way to end.
#[derive(Clone, Debug)]
pub struct Wrong {
    /// A name for scripts, such as `deadlock`.
    pub name: &'static str,
    /// The line of a panic.
    pub line: Option<u32>,
    /// A sentence without its end.
    pub sentence: String,
    /// What the order needs of time, if it needs that.
    pub needs: Option<String>,
}

/// Returns what is wrong with an order that has ended so, if anything is.
pub fn wrong(kind: Option<&Kind<String>>, run: &Run) -> Option<Wrong> {
    let (name, sentence) = match kind {
        None => ("leak", left_behind(run)?),
        Some(Kind::Failed(why)) => ("error", why.clone()),
        Some(Kind::Deadlock(waits)) => ("deadlock", format!("deadlock: {}", told(waits))),
        Some(Kind::Polls(event)) => ("polling", polls(event)),
        Some(Kind::Endless) => ("endless", endless(run)),
        Some(Kind::Leaked(_)) => {
            ("leak", format!("it ends, but leaves threads behind: {}", told(&run.left)))
        }
        Some(Kind::Panicked(panic)) => {
            ("panic", format!("panic{}: {}", in_line(panic.line), one_line(&panic.words)))
        }
        Some(Kind::Unsupported(this)) => ("not_followed", format!("it can't be followed: {this}")),
    };
    let line = match kind {
        Some(Kind::Panicked(panic)) => Some(panic.line).filter(|line| *line > 0),
        _ => None,
    };
    let time = run.time.as_ref().filter(|_| !matches!(name, "polling" | "not_followed"));
    let needs = time.map(|event| format!("this needs time: {}", told_one(event)));
    Some(Wrong { name, line, sentence, needs })
}

/// Returns what is wrong with an order in which `main` returns: threads that wait for each other are left behind.
fn left_behind(run: &Run) -> Option<String> {
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
    (!stuck.is_empty()).then(sentence)
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
        1 => format!("{}; 1 more waits", shown.join("; ")),
        more => format!("{}; {more} more wait", shown.join("; ")),
    }
}

fn told_one(event: &Event) -> String {
    let Event { thread, line, what, .. } = event;
    let of_itself = format!("waits for the lock that {thread} has taken");
    let what = what.replace(&of_itself, "waits for the lock that it has taken itself");
    match what.strip_prefix("its ") {
        Some(what) => format!("{thread}'s {what}{}", in_line(*line)),
        None if *line == 0 => format!("{thread} {what}"),
        None => format!("{thread}, in line {line}, {what}"),
    }
}

/// Says what is asked again and again. Nobody can see whether a lock is taken only to look at what it guards.
fn polls(event: &Event) -> String {
    let event = Event { what: event.what.replace(", again and again", ""), ..event.clone() };
    let again = format!("{} again and again", told_one(&event));
    let (name, instead) = if event.what.starts_with("locks") {
        ("polling, or a long loop", "take fewer rounds; --may-poll allows both")
    } else {
        ("polling", "allow it with --may-poll")
    };
    format!("{name}: {again}; let it wait until another thread wakes it, or {instead}")
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
