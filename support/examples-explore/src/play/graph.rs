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
        let (states, start) = reachable(states.values, start);
        Self { states, start, before: json!(before) }
    }
}

#[derive(Default)]
struct States {
    values: Vec<Value>,
    known: HashMap<String, usize>,
    /// For each of them, how all orders end that go on from there, if all of them fail: the first of these ends.
    fails: Vec<Option<Value>>,
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
        // What could go on at a deadlock would be a thread that wakes without a notification.
        let is_deadlock = node.end.as_ref().is_some_and(|(kind, _)| *kind == "deadlock");
        let mut steps: Vec<_> = node.next.iter().filter(|_| !is_deadlock).collect();
        steps.sort_by_key(|(told, _)| thread_of(told)); // Stable: the usual one of a thread comes first.
        let mut values: Vec<Value> = steps
            .iter()
            .map(|(told, next)| {
                let thread = thread_of(told);
                let others = steps.iter().filter(|(other, _)| thread_of(other) == thread && other != told);
                let choice = choice(told, others.map(|(other, _)| &other[..]));
                let choice = choice.or_else(|| is_hidden(node, told).then(|| &*told[0].2));
                json!({ "thread": thread, "to": self.add(tree, tree.node(*next)), "events": told, "choice": choice })
            })
            .collect();
        let mut end = json!(node.end.as_ref().filter(|_| steps.is_empty()));
        let to = values.iter().filter_map(|step| step["to"].as_u64());
        let below: Option<Vec<_>> = to.map(|to| self.fails[to as usize].as_ref()).collect();
        let mut fails = below.and_then(|ends| ends.first().copied().cloned());
        if steps.is_empty() && end[0] != "ok" {
            fails = Some(end.clone());
        }
        // After a panic, what the others do is of no interest if the program fails anyway.
        let ends_here = !node.panicked.is_empty() && fails.is_some();
        if let Some(first) = &fails
            && ends_here
        {
            (values, end) = (Vec::new(), first.clone());
        }
        let has_ended = end[0] == "ok";
        let stand = |id: usize| match (
            steps.iter().find(|(told, _)| thread_of(told) == id),
            node.waits.get(&id),
        ) {
            (own, _) if node.panicked.contains(&id) && (own.is_none() || ends_here) => {
                json!({ "is": "panicked", "line": node.last.get(&id) })
            }
            // Who waits for a notification may still wake without one; who has another step need not wait any more.
            (Some((told, _)), wait)
                if wait.is_none() || !told[0].2.starts_with("wakes without") =>
            {
                let line = told.iter().map(|(_, line, _)| *line).find(|line| *line > 0);
                json!({ "is": "ready", "line": line.or_else(|| node.last.get(&id).copied()) })
            }
            (_, Some((line, words))) if !has_ended => {
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
            "end": end,
        });
        let index = *self.known.entry(value.to_string()).or_insert_with(|| {
            self.values.push(value);
            self.fails.push(fails);
            self.values.len() - 1
        });
        self.added.insert(node, index);
        index
    }
}

/// Returns the states that can be reached from `start`, and where that is then.
fn reachable(states: Vec<Value>, start: usize) -> (Vec<Value>, usize) {
    let next = |state: &Value| state["steps"].as_array().cloned().unwrap_or_default();
    let to = |step: &Value| step["to"].as_u64().map_or(0, |to| to as usize);
    let mut is_reached = vec![false; states.len()];
    let mut found = vec![start];
    while let Some(index) = found.pop() {
        if !std::mem::replace(&mut is_reached[index], true) {
            found.extend(next(&states[index]).iter().map(to));
        }
    }
    let new = |index: usize| is_reached[..index].iter().filter(|is_reached| **is_reached).count();
    let renumbered = states.into_iter().zip(&is_reached).filter(|(_, is_reached)| **is_reached);
    let renumbered = renumbered.map(|(mut state, _)| {
        for step in state["steps"].as_array_mut().into_iter().flatten() {
            step["to"] = json!(new(to(step)));
        }
        state
    });
    (renumbered.collect(), new(start))
}

/// Returns whether the program's text does not show what a step does: it unlocks, it is in no line, or it goes on in the
/// same line.
fn is_hidden(node: &Node, told: &[Told]) -> bool {
    told.first().is_some_and(|(thread, line, what)| {
        let unlocks = what.starts_with("unlocks ") && !what.ends_with("waits for a notification");
        unlocks || *line == 0 || node.last.get(thread) == Some(line)
    })
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
