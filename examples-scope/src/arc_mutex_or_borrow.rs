//! One job three ways: a shared lock, a borrow in a scope, and messages to one owner.
//!
//! Article B, "Patterns to Reconsider": `Arc<Mutex<_>>` should be the exception. Three workers count
//! the levels of a log's lines; what differs is who holds the counts. The comment on each function
//! says what that costs and when it is right.
//!
//! Run: `cargo run -p examples-scope -- arc_mutex_or_borrow`
//! Paste: nothing to add, std alone

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

const WORKERS: usize = 3;

pub fn main() {
    let lines = [
        "INFO listening",
        "WARN disk nearly full",
        "INFO order 1 taken",
        "ERROR order 2 has no address",
        "INFO order 3 taken",
        "WARN disk nearly full",
        "ERROR disk full",
    ];
    let lines = Vec::from(lines.map(String::from));

    println!("Arc<Mutex<_>>: {}", show(&count_shared(Arc::new(lines.clone()))));
    println!("borrowed:      {}", show(&count_borrowed(&lines)));
    println!("messages:      {}", show(&count_by_messages(&lines)));
}

/// How many lines there are of each level, with threads that could outlive this call.
///
/// Costs: the input must be in an `Arc`, too; each level is copied; each line takes the lock, and
/// waits while another worker holds it; that the workers are done is checked at run time. Right when
/// nobody can say which thread ends last, or when all must see the counts while they grow.
pub fn count_shared(lines: Arc<Vec<String>>) -> BTreeMap<String, usize> {
    let counts = Arc::new(Mutex::new(BTreeMap::new()));
    let workers: Vec<_> = (0..WORKERS)
        .map(|worker| {
            let (lines, counts) = (Arc::clone(&lines), Arc::clone(&counts));
            thread::spawn(move || {
                for level in levels(&lines, worker) {
                    let mut counts = counts.lock().expect("no worker panics");
                    *counts.entry(level.to_string()).or_default() += 1;
                }
            })
        })
        .collect();
    workers.into_iter().for_each(|worker| worker.join().expect("no worker panics"));
    let counts = Arc::into_inner(counts).expect("the workers are done, and their clones dropped");
    counts.into_inner().expect("no worker panicked")
}

/// The same, with threads that end before this call does: no `Arc`, no lock, no copies.
///
/// Costs: a map for each worker, merging them, and no counts before the workers are done. Right when
/// a job begins and ends inside one function, as most do.
pub fn count_borrowed(lines: &[String]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    thread::scope(|s| {
        let workers: Vec<_> = (0..WORKERS)
            .map(|worker| {
                s.spawn(move || {
                    // Until the worker returns it, nobody else can reach this map: no lock.
                    let mut own = BTreeMap::<_, usize>::new();
                    for level in levels(lines, worker) {
                        *own.entry(level).or_default() += 1;
                    }
                    own
                })
            })
            .collect();
        for worker in workers {
            for (level, count) in worker.join().expect("no worker panics") {
                *counts.entry(level).or_default() += count;
            }
        }
    });
    counts
}

/// The same, with one owner of the counts, to whom the workers send what they find.
///
/// Costs: a message for every line, and a sender forgotten means a receiver that waits for ever.
/// Right when the owner must act while the workers still work, or when work never ends.
pub fn count_by_messages(lines: &[String]) -> BTreeMap<&str, usize> {
    let (sender, receiver) = mpsc::sync_channel(16); // Bounded: the workers can't run far ahead.
    thread::scope(|s| {
        for worker in 0..WORKERS {
            let sender = sender.clone();
            s.spawn(move || {
                for level in levels(lines, worker) {
                    sender.send(level).expect("the receiver stays until all senders are gone");
                }
            });
        }
        drop(sender); // The loop below ends when the last sender is gone, and this is one of them.

        let mut counts = BTreeMap::new();
        for level in receiver {
            *counts.entry(level).or_default() += 1;
        }
        counts
    })
}

/// The first words of a worker's share of the lines, which is every `WORKERS`th of them.
fn levels(lines: &[String], worker: usize) -> impl Iterator<Item = &str> {
    lines.iter().skip(worker).step_by(WORKERS).filter_map(|line| line.split_whitespace().next())
}

fn show(counts: &BTreeMap<impl Display, usize>) -> String {
    let parts: Vec<_> = counts.iter().map(|(level, count)| format!("{level} {count}")).collect();
    parts.join(", ")
}
