//! Tasks that borrow local variables, without `Arc` and without `Mutex`.
//!
//! Article B, "Understanding the Trade-offs": async “often requires” `Arc` and `Mutex`. A task of
//! the global executor does, as `join_two` shows, because it may outlive the function that spawns
//! it. A task of an executor that is itself a local variable can't.
//!
//! Run: `cargo run -p examples-smol -- local_borrow`
//! Paste: `cargo add smol`

use std::cell::RefCell;
use std::collections::BTreeMap;

use smol::{LocalExecutor, future};

/// Counts the requests by their first word, with a task for each line; empty lines don't count. The
/// words are not copied: they borrow from the log.
pub fn requests_by_method(log: &str) -> BTreeMap<&str, usize> {
    // Not `Mutex`: a `LocalExecutor` runs all its tasks on this thread, so they need not be `Send`.
    let counts = RefCell::new(BTreeMap::new());
    // Declared after what its tasks borrow, so dropped before it, with every task that is left.
    let executor = LocalExecutor::new();
    let tasks: Vec<_> = log.lines().map(|line| executor.spawn(count(line, &counts))).collect();
    smol::block_on(executor.run(async {
        for task in tasks {
            task.await;
        }
    }));
    drop(executor); // Ends the borrow of `counts`.
    counts.into_inner()
}

async fn count<'log>(line: &'log str, counts: &RefCell<BTreeMap<&'log str, usize>>) {
    let Some(method) = line.split_whitespace().next() else { return };
    // Stands for waiting, and lets the other tasks run. A borrow of the map across this line would
    // make the next task panic at its own `borrow_mut`.
    future::yield_now().await;
    *counts.borrow_mut().entry(method).or_insert(0) += 1;
}

pub fn main() {
    let log = "GET /index.html\nPOST /orders\nGET /style.css\nDELETE /orders/7\nGET /index.html\n";
    for (method, count) in requests_by_method(log) {
        println!("{method}: {count}");
    }
}
