//! All orders of a small program as a graph, for the page on which the reader is the scheduler.
//!
//! Every path through the graph is an order that was run. States that show the same, and from which the same can happen,
//! are one state. After a panic, if the program fails in any case, the paths end.

mod graph;
mod names;
mod shared;
mod tree;

use std::fmt;
use std::sync::Arc;

use serde_json::{Value, json};

use examples_engine::{Failure, Kind, Outcome, Search, Unsupported};
use graph::Graph;
use names::Names;
use tree::Tree;

/// A program with more states than this is too large to be played.
const MOST_STATES: usize = 200;
/// A program with more orders than this is not run in all of them.
const MOST_ORDERS: usize = 50_000;

/// Why a program can't be played.
#[derive(Debug, PartialEq, Eq)]
pub enum Unplayable {
    /// It has more orders than are run.
    Orders,
    /// It has this many states.
    States(usize),
    /// It does what can't be followed.
    Unsupported(Unsupported),
}

impl fmt::Display for Unplayable {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Orders => write!(
                f,
                "it has more than {MOST_ORDERS} orders; take fewer threads, or fewer steps in each"
            ),
            Self::States(states) => write!(
                f,
                "it has {states} states, and at most {MOST_STATES} can be played; take fewer threads, or fewer steps in each"
            ),
            Self::Unsupported(this) => this.fmt(f),
        }
    }
}

/// Runs a program in all orders, as long as `goes_on` returns true, and returns them as data for the page. `source` is
/// the text of its file.
///
/// # Errors
/// If it has too many orders or states, or can't be followed.
pub fn play(
    search: &Search,
    check: impl Fn() -> Result<(), String> + Send + Sync + 'static,
    source: &str,
    mut goes_on: impl FnMut() -> bool,
) -> Result<Value, Unplayable> {
    let check = Arc::new(check);
    let mut names = Names::new(source);
    let mut orders;
    let tree = loop {
        let mut tree = Tree::default();
        let mut unsupported = None;
        let mut has_learned = false;
        orders = 0;
        let check = Arc::clone(&check);
        search.every_order(
            move || check(),
            |played| {
                if let Outcome::Failed(Failure { kind: Kind::Unsupported(this), .. }) =
                    &played.outcome
                {
                    unsupported = Some(this.clone());
                    return false;
                }
                let events = played.outcome.run().map_or(&[][..], |run| &run.events);
                // What was told before has other names.
                has_learned = names.learn(events) && orders > 0;
                if has_learned {
                    return false;
                }
                tree.add(&played, &names);
                orders += 1;
                orders <= MOST_ORDERS && goes_on()
            },
        );
        match unsupported {
            Some(this) => return Err(Unplayable::Unsupported(this)),
            None if has_learned => {}
            None => break tree,
        }
    };
    if orders > MOST_ORDERS {
        return Err(Unplayable::Orders);
    }
    let graph = Graph::new(&tree);
    if graph.states.len() > MOST_STATES {
        return Err(Unplayable::States(graph.states.len()));
    }
    Ok(json!({
        "source": source.trim_end().lines().collect::<Vec<_>>(),
        "threads": tree.threads,
        "shared": tree.shared(),
        "before": graph.before,
        "start": graph.start,
        "states": graph.states,
    }))
}
