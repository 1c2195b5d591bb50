//! What the threads of one order share, and how it is after each event.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use super::names::Names;
use super::tree::Told;
use examples_engine::{Event, Object, counted};

/// What a channel is called: it has two ends, with two names.
pub(super) const CHANNEL: &str = "channel";

/// What threads share, while an order is told.
pub(super) struct Shared<'a> {
    names: &'a Names<'a>,
    /// What the program calls each thing.
    named: BTreeMap<(&'static str, u64), String>,
    /// How each thing is that has a name of its own.
    pub things: BTreeMap<String, Thing>,
    /// Those that have panicked.
    pub panicked: BTreeSet<usize>,
    /// Those that have waited for a notification, and have not locked again yet.
    woken: BTreeSet<usize>,
    /// In which line each thread drops the guard of each lock.
    ends: HashMap<(usize, Option<Object>), u32>,
}

/// How something shared is.
#[derive(Clone)]
pub(super) enum Thing {
    Atomic(String),
    /// The value is told when it is unlocked.
    Lock {
        value: Option<String>,
        holder: Option<String>,
        is_poisoned: bool,
    },
    Condvar {
        waiting: Vec<String>,
    },
    Channel {
        messages: VecDeque<Option<String>>,
    },
}

impl Thing {
    /// Returns how the thing is before its first event, as far as that shows it.
    fn new(event: &Event) -> Option<Self> {
        match (event.object?.kind, &*event.what) {
            ("atomic", _) => Some(Self::Atomic(event.was.clone().or(event.read.clone())?)),
            (_, "locks") => Some(Self::Lock { value: None, holder: None, is_poisoned: false }),
            ("condvar", _) => Some(Self::Condvar { waiting: Vec::new() }),
            ("channel", "sends" | "receives") => Some(Self::Channel { messages: VecDeque::new() }),
            _ => None,
        }
    }

    /// Changes as an event does. `has_panicked` says whether its thread has.
    fn apply(&mut self, event: &Event, has_panicked: bool) {
        let what = &*event.what;
        match self {
            Self::Atomic(value) => {
                if let Some(written) = &event.written {
                    value.clone_from(written);
                }
            }
            Self::Lock { holder, .. } if what == "locks" => *holder = Some(event.thread.clone()),
            Self::Lock { value, holder, is_poisoned } if what == "unlocks" => {
                *holder = None;
                *is_poisoned |= has_panicked;
                if event.written.is_some() {
                    value.clone_from(&event.written);
                }
            }
            Self::Lock { .. } => {}
            Self::Condvar { waiting } => match what.strip_prefix("notifies ") {
                None if what == "waits for a notification" => waiting.push(event.thread.clone()),
                None => waiting.retain(|thread| *thread != event.thread),
                Some("all threads") => waiting.clear(),
                Some(one) => waiting.retain(|thread| thread != one),
            },
            Self::Channel { messages } if what == "sends" => {
                messages.push_back(event.written.clone())
            }
            Self::Channel { messages } if what == "receives" => _ = messages.pop_front(),
            Self::Channel { .. } => {}
        }
    }

    fn guarded(&self) -> Option<&String> {
        match self {
            Self::Lock { value, .. } => value.as_ref(),
            _ => None,
        }
    }

    /// Returns how it is. `first` is how it was before it was used.
    pub fn words(&self, first: &Self) -> String {
        match self {
            Self::Atomic(value) => value.clone(),
            Self::Lock { value, holder, is_poisoned } => {
                let value = value.as_ref().or(first.guarded()).filter(|value| *value != "()");
                let value = value.map_or_else(String::new, |value| format!("{value}, "));
                let poisoned = if *is_poisoned { ", poisoned" } else { "" };
                match holder {
                    Some(holder) => format!("{value}locked by {holder}{poisoned}"),
                    None => format!("{value}not locked{poisoned}"),
                }
            }
            Self::Condvar { waiting } if waiting.is_empty() => "nobody waits".into(),
            Self::Condvar { waiting } if waiting.len() == 1 => format!("{} waits", waiting[0]),
            Self::Condvar { waiting } => format!("{} wait", waiting.join(" and ")),
            Self::Channel { messages } if messages.is_empty() => "empty".into(),
            Self::Channel { messages } => {
                match messages.iter().cloned().collect::<Option<Vec<_>>>() {
                    Some(texts) => format!("holds {}", texts.join(", ")),
                    None => counted(messages.len(), "message"),
                }
            }
        }
    }
}

impl<'a> Shared<'a> {
    /// Returns what the events of an order use, before the first of them. `first` learns of that: it is for all orders.
    pub fn new(
        names: &'a Names<'a>,
        events: &[Event],
        first: &mut BTreeMap<String, Thing>,
    ) -> Self {
        let mut shared = Self {
            names,
            named: BTreeMap::new(),
            things: BTreeMap::new(),
            panicked: BTreeSet::new(),
            woken: BTreeSet::new(),
            ends: HashMap::new(),
        };
        for event in events {
            if let (Some(Object { kind, number }), Some(name)) = (event.object, names.of(event)) {
                let name = if kind == CHANNEL { CHANNEL } else { name };
                shared.named.entry((kind, number)).or_insert_with(|| name.to_owned());
            }
        }
        for event in events {
            let Some(name) = shared.name_of(event).map(str::to_owned) else { continue };
            if !shared.things.contains_key(&name)
                && let Some(thing) = Thing::new(event)
            {
                shared.things.insert(name.clone(), thing);
            }
            if let Some(Thing::Lock { value, .. }) = shared.things.get_mut(&name)
                && value.is_none()
            {
                value.clone_from(&event.was);
            }
        }
        for (name, thing) in &shared.things {
            let known = first.entry(name.clone()).or_insert_with(|| thing.clone());
            if known.guarded().is_none() {
                known.clone_from(thing);
            }
        }
        shared
    }

    fn name_of(&self, event: &Event) -> Option<&str> {
        let Object { kind, number } = event.object?;
        let name = self.named.get(&(kind, number))?;
        let is_alone = self.named.values().filter(|other| *other == name).count() == 1;
        is_alone.then_some(name)
    }

    /// Lets the events of a step happen, and returns how they are told.
    pub fn tell(&mut self, events: &[Event]) -> Vec<Told> {
        let mut told: Vec<Told> = Vec::new();
        for event in events {
            let mut words = self.words(event);
            let mut line = event.line;
            match &*event.what {
                "locks" => {
                    if self.woken.remove(&event.id) {
                        words += " again";
                    }
                    let end = self.names.end_of_guard(event).unwrap_or(0);
                    self.ends.insert((event.id, event.object), end);
                }
                "unlocks" if !self.panicked.contains(&event.id) => {
                    line = self.ends.get(&(event.id, event.object)).copied().unwrap_or(0);
                    if let Some(now) =
                        event.written.as_ref().filter(|now| event.was.as_ref() != Some(now))
                    {
                        words += &format!(", now {now}");
                    }
                }
                "waits for a notification" => _ = self.woken.insert(event.id),
                what if what.starts_with("panics: ") => _ = self.panicked.insert(event.id),
                _ => {}
            }
            if let Some(name) = self.name_of(event).map(str::to_owned)
                && let Some(thing) = self.things.get_mut(&name)
            {
                thing.apply(event, self.panicked.contains(&event.id));
            }
            match told.last_mut() {
                // To unlock and to wait is one step.
                Some((id, _, before))
                    if *id == event.id && *before == "waits for a notification" =>
                {
                    *before = format!("{words} and {before}");
                }
                _ => told.push((event.id, line, words)),
            }
        }
        told
    }

    /// Returns what an event does, with the name of the thing.
    pub fn words(&self, event: &Event) -> String {
        let what = &event.what;
        if let Some(panic) = what.strip_prefix("panics: ") {
            return format!("panics: {}", panic_words(panic));
        }
        if what.starts_with("waits for the end of the scope") {
            return "waits for the scope's threads".into(); // How many there are is told by their places.
        }
        let Some(name) = self.name_of(event) else { return what.clone() };
        let thing = format!("`{name}`");
        if let ("sends", Some(message)) = (&**what, &event.written) {
            return format!("sends {message}");
        }
        match self.things.get(name) {
            Some(Thing::Channel { messages }) if what == "receives" => match messages.front() {
                Some(Some(message)) => format!("receives {message}"),
                _ => what.clone(),
            },
            Some(Thing::Atomic(_)) => atomic_words(what, &thing),
            Some(Thing::Lock { .. }) if what == "locks" || what == "unlocks" => {
                format!("{what} {thing}")
            }
            Some(Thing::Condvar { waiting }) if what == "notifies all threads" => {
                format!("notifies {}", waiting.join(" and "))
            }
            _ => match what.strip_prefix("waits for the lock that ") {
                Some(rest) => format!("waits for {thing}, which {rest}"),
                None => what.clone(),
            },
        }
    }
}

/// Returns what a panic says, with code marked as such.
pub(super) fn panic_words(words: &str) -> String {
    match words.strip_prefix("assertion failed: ") {
        Some(code) if !code.contains(['`', '\n']) => format!("assertion failed: `{code}`"),
        _ => words.to_owned(),
    }
}

/// Returns what is done to an atomic, with its name.
fn atomic_words(what: &str, thing: &str) -> String {
    for (verb, joins) in [("reads ", "from"), ("writes ", "to")] {
        if let Some(rest) = what.strip_prefix(verb) {
            let (value, rest) = rest.split_at(rest.find([' ', ',']).unwrap_or(rest.len()));
            return format!("{verb}{value} {joins} {thing}{rest}");
        }
    }
    format!("{thing}: {what}")
}
