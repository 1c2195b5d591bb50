//! The orders of a program as a net of what happens: orders that are alike so far meet.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Display;

use super::names::Names;
use examples_engine::Played;
use examples_engine::Stand;
use examples_engine::{Event, Object};
use examples_engine::{Failure, Kind, Outcome};

/// What a thread did, as it is told: the thread, the line, and the words.
pub(super) type Told = (usize, u32, String);

/// All orders in which each thread has done the same so far.
#[derive(Default)]
pub(super) struct Node {
    /// What each thread waits for.
    pub waits: BTreeMap<usize, (u32, String)>,
    /// Where each thread was last seen.
    pub last: BTreeMap<usize, u32>,
    /// What is shared, and how it is.
    pub values: BTreeMap<String, String>,
    /// What can happen next.
    pub next: Vec<(Vec<Told>, u64)>,
    /// How it ends here: the kind, and words.
    pub end: Option<(&'static str, String)>,
}

#[derive(Default)]
pub(super) struct Tree {
    nodes: HashMap<u64, Node>,
    /// The threads' names.
    pub threads: Vec<String>,
    /// How each shared thing is before it is used.
    initial: BTreeMap<String, String>,
}

/// The names of what one order uses, and how it is.
#[derive(Default)]
struct Shared {
    names: BTreeMap<(&'static str, u64), String>,
    values: BTreeMap<String, String>,
    messages: BTreeMap<String, i64>,
}

impl Tree {
    /// Returns the node at which nobody has done anything.
    pub fn root(&self) -> &Node {
        self.node(0)
    }

    /// Returns the node with this key.
    pub fn node(&self, key: u64) -> &Node {
        self.nodes.get(&key).expect("a step leads there")
    }

    /// Returns the names of what is shared.
    pub fn shared(&self) -> Vec<&String> {
        self.initial.keys().collect()
    }

    /// Returns how each shared thing is at a node.
    pub fn values<'a>(&'a self, node: &'a Node) -> Vec<&'a String> {
        self.initial
            .iter()
            .map(|(name, initial)| node.values.get(name).unwrap_or(initial))
            .collect()
    }

    /// Adds an order.
    pub fn add<R: Display>(&mut self, played: &Played<R>, names: &Names) {
        let Some(run) = played.outcome.run() else { return };
        if run.threads.len() > self.threads.len() {
            self.threads = run.threads.iter().map(|thread| thread.label.clone()).collect();
        }
        let mut shared = Shared::default();
        for event in &run.events {
            shared.name(event, names);
        }
        let mut at = 0; // There, nobody has done anything.
        let mut done = 0;
        for moment in &played.moments {
            if moment.events > done {
                let events = &run.events[done..moment.events];
                done = moment.events;
                let told = events.iter().map(|event| shared.told(event)).collect();
                let before = self.nodes.entry(at).or_default();
                let step = (told, moment.done);
                if !before.next.contains(&step) {
                    before.next.push(step);
                }
                let mut last = before.last.clone();
                let lines = events.iter().filter(|event| event.line > 0);
                last.extend(lines.map(|event| (event.id, event.line)));
                at = moment.done;
                self.nodes.entry(at).or_default().last = last;
                for event in events {
                    shared.apply(event, &mut self.initial);
                }
                self.nodes.entry(at).or_default().values.clone_from(&shared.values);
            }
            let node = self.nodes.entry(at).or_default();
            for (id, stand) in moment.threads.iter().enumerate() {
                if let Stand::Waits(event) = stand {
                    node.waits.insert(id, (event.line, shared.words(event)));
                }
            }
        }
        self.nodes.entry(at).or_default().end = Some(match &played.outcome {
            Outcome::Failed(Failure { kind: Kind::Deadlock(_), .. }) => ("deadlock", String::new()),
            Outcome::Failed(Failure { kind: Kind::Panicked(panic), .. }) => {
                ("panic", panic.words.clone())
            }
            Outcome::Failed(Failure { kind: Kind::Endless, .. }) => ("endless", String::new()),
            Outcome::Failed(Failure { kind, .. }) => ("failed", kind.to_string()),
            _ => ("ok", String::new()),
        });
    }
}

impl Shared {
    /// Remembers what the program calls the thing that an event is about.
    fn name(&mut self, event: &Event, names: &Names) {
        if let (Some(Object { kind, number }), Some(name)) = (event.object, names.of(event)) {
            self.names.entry((kind, number)).or_insert_with(|| name.to_owned());
        }
    }

    fn name_of(&self, event: &Event) -> Option<(&'static str, &String)> {
        let Object { kind, number } = event.object?;
        let name = self.names.get(&(kind, number))?;
        let is_alone = self.names.values().filter(|other| *other == name).count() == 1;
        is_alone.then_some((kind, name))
    }

    /// Returns what an event does, with the name of the thing.
    fn words(&self, event: &Event) -> String {
        let what = &event.what;
        if what.starts_with("waits for the end of the scope") {
            return "waits for the scope's threads".into(); // How many there are is told by their places.
        }
        let Some((kind, name)) = self.name_of(event) else { return what.clone() };
        let lock = format!("`{name}`");
        match kind {
            "atomic" => {
                if let Some(value) = what.strip_prefix("writes ") {
                    return format!("writes {value} to {lock}");
                }
                match what.strip_prefix("reads ") {
                    Some(rest) => match rest.split_once(", ") {
                        None => format!("reads {rest} from {lock}"),
                        Some((value, rest)) => format!("reads {value} from {lock}, {rest}"),
                    },
                    None => format!("{lock}: {what}"),
                }
            }
            _ if what == "locks" || what == "unlocks" => format!("{what} {lock}"),
            _ => match what.strip_prefix("waits for the lock that ") {
                Some(rest) => format!("waits for {lock}, which {rest}"),
                None => what.clone(),
            },
        }
    }

    fn told(&self, event: &Event) -> Told {
        (event.id, event.line, self.words(event))
    }

    /// Changes the values as an event does.
    fn apply(&mut self, event: &Event, initial: &mut BTreeMap<String, String>) {
        let Some((kind, name)) = self.name_of(event).map(|(kind, name)| (kind, name.clone()))
        else {
            return;
        };
        let (before, now) = match (kind, &*event.what) {
            ("atomic", _) => {
                let before = event.was.as_ref().or(event.read.as_ref());
                let now = event.written.clone().or_else(|| self.values.get(&name).cloned());
                (before.cloned(), now)
            }
            (_, "locks") => {
                (Some("not locked".into()), Some(format!("locked by {}", event.thread)))
            }
            (_, "unlocks") => (None, Some("not locked".into())),
            ("channel", "sends" | "receives") => {
                let messages = self.messages.entry(name.clone()).or_default();
                *messages += if event.what == "sends" { 1 } else { -1 };
                let plural = if *messages == 1 { "" } else { "s" };
                (Some("0 messages".into()), Some(format!("{messages} message{plural}")))
            }
            _ => return,
        };
        if !self.values.contains_key(&name)
            && !initial.contains_key(&name)
            && let Some(before) = before
        {
            initial.insert(name.clone(), before);
        }
        if let Some(now) = now {
            self.values.insert(name, now);
        }
    }
}
