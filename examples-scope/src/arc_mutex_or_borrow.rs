//! One job three ways: a shared lock, a borrow in a scope, and messages to one owner.
//!
//! Article B, "Patterns to Reconsider": `Arc<Mutex<_>>` should be the exception. Three workers count
//! the levels of a log's lines; the three ways differ in who holds the counts.
//!
//! Run: `cargo run -p examples-scope -- arc_mutex_or_borrow`
//! Paste: nothing to add, std alone

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

/// Counts the lines of each level, with threads that could outlive this call. So the input must be in
/// an `Arc` too, each level is copied, and each line takes the lock.
pub fn count_shared(lines: Arc<Vec<String>>) -> BTreeMap<String, usize> {
    let counts = Arc::new(Mutex::new(BTreeMap::new()));
    let workers = [0, 1, 2].map(|worker| {
        let (lines, counts) = (Arc::clone(&lines), Arc::clone(&counts));
        thread::spawn(move || {
            for level in levels(&lines, worker) {
                let mut counts = counts.lock().expect("no worker panics");
                *counts.entry(level.to_string()).or_default() += 1;
            }
        })
    });
    workers.into_iter().for_each(|worker| worker.join().expect("no worker panics"));
    let counts = Arc::into_inner(counts).expect("the workers are done, and their clones dropped");
    counts.into_inner().expect("no worker panicked")
}

/// Counts the same with threads that end before this call does: no `Arc`, no lock, no copies. But there
/// is a map for each worker to be merged, and there are no counts before the workers are done.
pub fn count_borrowed(lines: &[String]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    thread::scope(|s| {
        let workers = [0, 1, 2].map(|worker| {
            s.spawn(move || {
                // No lock: until the worker returns this map, nothing else can reach it.
                let mut own = BTreeMap::<_, usize>::new();
                levels(lines, worker).for_each(|level| *own.entry(level).or_default() += 1);
                own
            })
        });
        for (level, count) in workers.into_iter().flat_map(|w| w.join().expect("no worker panics"))
        {
            *counts.entry(level).or_default() += count;
        }
    });
    counts
}

/// Counts the same with one owner of the counts. The workers send it a message for each line, and if a
/// sender is forgotten, the owner waits forever.
pub fn count_by_messages(lines: &[String]) -> BTreeMap<&str, usize> {
    let (sender, receiver) = mpsc::sync_channel(16); // Bounded: the workers can't run far ahead.
    thread::scope(|s| {
        for worker in [0, 1, 2] {
            let sender = sender.clone();
            s.spawn(move || {
                for level in levels(lines, worker) {
                    sender.send(level).expect("the receiver stays until all senders are gone");
                }
            });
        }
        drop(sender); // The loop below ends when the last sender is gone, and this is one of them.

        let mut counts = BTreeMap::new();
        receiver.into_iter().for_each(|level| *counts.entry(level).or_default() += 1);
        counts
    })
}

/// Returns the first words of a worker's share of the lines: every third line, from `worker` on.
fn levels(lines: &[String], worker: usize) -> impl Iterator<Item = &str> {
    lines.iter().skip(worker).step_by(3).filter_map(|line| line.split_whitespace().next())
}

pub fn main() {
    let log = "INFO up\nWARN disk nearly full\nINFO order 1\nERROR no address\nINFO order 3\nERROR disk full";
    let lines: Vec<_> = log.lines().map(String::from).collect();
    println!("Arc<Mutex<_>>: {:?}", count_shared(Arc::new(lines.clone())));
    println!("borrowed:      {:?}", count_borrowed(&lines));
    println!("messages:      {:?}", count_by_messages(&lines));
}
