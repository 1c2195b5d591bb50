//! The tree of all orders, in which states that show the same and lead to the same have become one.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::tree::{Node, Told, Tree};

pub(super) struct Graph {
    pub states: Vec<Value>,
    pub start: usize,
    /// What has happened before there is a choice.
    pub before: Value,
}

impl Graph {
    pub fn new(tree: &Tree) -> Self {
        // What only the main thread can do before all threads are there is no choice.
        let mut before = Vec::new();
        let mut node = tree.root();
        while let [(told, next)] = &node.next[..]
            && told.iter().all(|(thread, _, what)| *thread == 0 && what.starts_with("starts "))
        {
            before.extend(told);
            node = tree.node(*next);
        }
        let mut states = States::default();
        let start = states.add(tree, node);
        Self { states: states.values, start, before: json!(before) }
    }
}

#[derive(Default)]
struct States {
    values: Vec<Value>,
    known: HashMap<String, usize>,
    /// The index of each node that was added.
    added: HashMap<*const Node, usize>,
}

impl States {
    /// Adds a state after all that come after it, and returns its index.
    fn add(&mut self, tree: &Tree, node: &Node) -> usize {
        if let Some(index) = self.added.get(&std::ptr::from_ref(node)) {
            return *index;
        }
        let thread_of = |told: &[Told]| told.first().map_or(0, |(thread, ..)| *thread);
        let mut steps: Vec<_> = node.next.iter().collect();
        steps.sort_by_key(|(told, _)| thread_of(told)); // Stable: the usual one of a thread comes first.
        let values: Vec<Value> = steps
            .iter()
            .map(|(told, next)| {
                let thread = thread_of(told);
                let others = steps.iter().filter(|(other, _)| thread_of(other) == thread && other != told);
                let choice = choice(told, others.map(|(other, _)| &other[..]));
                json!({ "thread": thread, "to": self.add(tree, tree.node(*next)), "events": told, "choice": choice })
            })
            .collect();
        let has_ended =
            steps.is_empty() && node.end.as_ref().is_some_and(|(kind, _)| *kind == "ok");
        let stand = |id: usize| match (
            steps.iter().find(|(told, _)| thread_of(told) == id),
            node.waits.get(&id),
        ) {
            (Some((told, _)), _) => {
                let line = told.iter().map(|(_, line, _)| *line).find(|line| *line > 0);
                json!({ "is": "ready", "line": line.or_else(|| node.last.get(&id).copied()) })
            }
            (None, Some((line, words))) if !has_ended => {
                json!({ "is": "waits", "line": line, "words": words })
            }
            _ if id >= node.threads => json!({ "is": "new", "words": "has not started" }),
            _ => json!({ "is": "ended" }),
        };
        let threads: Vec<_> = (0..tree.threads.len()).map(stand).collect();
        let value = json!({
            "threads": threads,
            "values": tree.values(node),
            "steps": values,
            "end": node.end.as_ref().filter(|_| node.next.is_empty()),
        });
        let index = *self.known.entry(value.to_string()).or_insert_with(|| {
            self.values.push(value);
            self.values.len() - 1
        });
        self.added.insert(node, index);
        index
    }
}

/// Returns what is special about a step, if the thread has others here: the first thing in which it differs.
fn choice<'a>(
    told: &'a [Told],
    mut others: impl Iterator<Item = &'a [Told]> + Clone,
) -> Option<&'a str> {
    let other = others.next()?;
    let differs = told.iter().enumerate().find(|(index, event)| other.get(*index) != Some(*event));
    let (_, (_, _, what)) = differs.or_else(|| told.iter().enumerate().next_back())?;
    Some(what)
}
