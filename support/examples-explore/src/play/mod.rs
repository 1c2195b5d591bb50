//! All orders of a small program as a graph, for the page on which the reader is the scheduler.
//!
//! Every path through the graph is an order that was run. States that show the same, and from which the same can happen,
//! are one state.

mod graph;
mod names;
mod shared;
mod tree;

use std::fmt;

use serde_json::{Value, json};

use examples_engine::Search;
use graph::Graph;
use names::Names;
use tree::Tree;

/// A program with more states than this is too large to be played.
const MOST_STATES: usize = 120;
/// A program with more orders than this is not run in all of them.
const MOST_ORDERS: usize = 200_000;

/// Why a program can't be played.
#[derive(Debug, PartialEq, Eq)]
pub enum TooLarge {
    /// It has more orders than are run.
    Orders,
    /// It has this many states.
    States(usize),
}

impl fmt::Display for TooLarge {
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
        }
    }
}

/// Runs a program in all orders, as long as `goes_on` returns true, and returns them as data for the page. `source` is
/// the text of its file.
///
/// # Errors
/// If it has too many orders or states.
pub fn play(
    search: &Search,
    check: impl Fn() -> Result<(), String> + Send + Sync + 'static,
    source: &str,
    mut goes_on: impl FnMut() -> bool,
) -> Result<Value, TooLarge> {
    let names = Names::new(source);
    let mut tree = Tree::default();
    let mut orders = 0;
    search.every_order(check, |played| {
        tree.add(&played, &names);
        orders += 1;
        orders <= MOST_ORDERS && goes_on()
    });
    if orders > MOST_ORDERS {
        return Err(TooLarge::Orders);
    }
    let graph = Graph::new(&tree);
    if graph.states.len() > MOST_STATES {
        return Err(TooLarge::States(graph.states.len()));
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
