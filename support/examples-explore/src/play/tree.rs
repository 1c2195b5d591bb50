//! The orders of a program as a net of what happens: orders that are alike so far meet.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Display;

use super::names::Names;
use super::shared::{CHANNEL, Shared, Thing, panic_words};
use examples_engine::Played;
use examples_engine::Stand;
use examples_engine::{Failure, Kind, Outcome};

/// What a thread did, as it is told: the thread, the line, and the words.
pub(super) type Told = (usize, u32, String);

/// All orders in which each thread has done the same so far.
#[derive(Default)]
pub(super) struct Node {
    /// How many threads were started.
    pub threads: usize,
    /// What each thread waits for.
    pub waits: BTreeMap<usize, (u32, String)>,
    /// Where each thread was last seen.
    pub last: BTreeMap<usize, u32>,
    /// Those that have panicked.
    pub panicked: BTreeSet<usize>,
    /// What is shared, and how it is.
    pub things: BTreeMap<String, Thing>,
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
    first: BTreeMap<String, Thing>,
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
    pub fn shared(&self) -> Vec<String> {
        let words = |name: &String| match &**name {
            CHANNEL => "the channel".to_owned(),
            name => format!("`{name}`"),
        };
        self.first.keys().map(words).collect()
    }

    /// Returns how each shared thing is at a node.
    pub fn values(&self, node: &Node) -> Vec<String> {
        let words =
            |(name, first): (&String, &Thing)| node.things.get(name).unwrap_or(first).words(first);
        self.first.iter().map(words).collect()
    }

    /// Adds an order.
    pub fn add<R: Display>(&mut self, played: &Played<R>, names: &Names) {
        let Some(run) = played.outcome.run() else { return };
        if run.threads.len() > self.threads.len() {
            self.threads = run.threads.iter().map(|thread| thread.label.clone()).collect();
        }
        let mut shared = Shared::new(names, &run.events, &mut self.first);
        let mut at = 0; // There, nobody has done anything.
        let mut done = 0;
        for moment in &played.moments {
            if moment.events > done {
                let told = shared.tell(&run.events[done..moment.events]);
                done = moment.events;
                let before = self.nodes.entry(at).or_default();
                let mut last = before.last.clone();
                let lines = told.iter().filter(|(_, line, _)| *line > 0);
                last.extend(lines.map(|(id, line, _)| (*id, *line)));
                let step = (told, moment.done);
                if !before.next.contains(&step) {
                    before.next.push(step);
                }
                at = moment.done;
                let node = self.nodes.entry(at).or_default();
                node.last = last;
                node.panicked.clone_from(&shared.panicked);
                node.things.clone_from(&shared.things);
            }
            let node = self.nodes.entry(at).or_default();
            node.threads = moment.threads.len();
            for (id, stand) in moment.threads.iter().enumerate() {
                if let Stand::Waits(event) = stand {
                    node.waits.insert(id, (event.line, shared.words(event)));
                    node.last.insert(id, event.line);
                }
            }
        }
        self.nodes.entry(at).or_default().end = Some(match &played.outcome {
            Outcome::Failed(Failure { kind: Kind::Deadlock(_), .. }) => ("deadlock", String::new()),
            Outcome::Failed(Failure { kind: Kind::Panicked(panic), .. }) => {
                ("panic", panic_words(&panic.words))
            }
            Outcome::Failed(Failure { kind: Kind::Endless, .. }) => ("endless", String::new()),
            Outcome::Failed(Failure { kind, .. }) => ("failed", kind.to_string()),
            _ => ("ok", String::new()),
        });
    }
}
