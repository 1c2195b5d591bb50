//! A shared lock, borrowing in a scope, and messages to one owner.
//!
//! Article B says that scoped threads have “lower synchronization overhead”. Each way counts the levels of the
//! same lines of a log, with three threads. The listing `arc_mutex_or_borrow` has three of them; it copies each
//! level while it holds the lock, and its channel is std's with 16 places. The others differ from it in one
//! thing each, so that the verdict can say what costs: the lock for each line, the copy, or the few places.
//! Crossbeam's channels are the ones that B recommends.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

use crossbeam::channel;
use examples_scope::arc_mutex_or_borrow::{count_borrowed, count_by_messages, count_shared};

use crate::harness::study::Outcome;
use crate::harness::{Study, Unit, Verdict, time};

const LINES: usize = 40_000;

type Counts = BTreeMap<String, usize>;

pub fn study() -> Study {
    let study = Study {
        name: "lock_or_borrow",
        claim: "C11",
        article: "B \"std::thread::scope\", \"Patterns to Reconsider\"",
        says: "`Arc` and `Mutex` cost more than borrowing in scoped threads",
        figure: "lower overhead",
        ..Study::default()
    };
    study
        .contender("borrowed in a scope", || {
            let lines = lines();
            outcome(|| count_borrowed(&lines)["WARN"])
        })
        .contender("Arc<Mutex<_>>, locked once a thread", || {
            let lines = Arc::new(lines());
            outcome(|| shared(&lines, count_then_lock)["WARN"])
        })
        .contender("Arc<Mutex<_>>, locked for each line", || {
            let lines = Arc::new(lines());
            outcome(|| shared(&lines, lock_each_line)["WARN"])
        })
        .contender("Arc<Mutex<_>>, and a copy under each lock", || {
            let lines = Arc::new(lines());
            outcome(|| count_shared(Arc::clone(&lines))["WARN"])
        })
        .contender("messages, Crossbeam, 16 places", || {
            let lines = lines();
            outcome(|| {
                let (sender, receiver) = channel::bounded(16);
                by_messages(&lines, sender, |sender, level| sender.send(level).is_ok(), receiver)
            })
        })
        .contender("messages, std, 16 places", || {
            let lines = lines();
            outcome(|| count_by_messages(&lines)["WARN"])
        })
        .contender("messages, std, 1,024 places", || {
            let lines = lines();
            outcome(|| {
                let (sender, receiver) = mpsc::sync_channel(1_024);
                by_messages(&lines, sender, |sender, level| sender.send(level).is_ok(), receiver)
            })
        })
        .ratio(
            "locked once / borrowed",
            "Arc<Mutex<_>>, locked once a thread",
            "borrowed in a scope",
        )
        .ratio(
            "a lock a line / borrowed",
            "Arc<Mutex<_>>, locked for each line",
            "borrowed in a scope",
        )
        .ratio(
            "with the copy / without",
            "Arc<Mutex<_>>, and a copy under each lock",
            "Arc<Mutex<_>>, locked for each line",
        )
        .ratio(
            "messages by Crossbeam / borrowed",
            "messages, Crossbeam, 16 places",
            "borrowed in a scope",
        )
        .ratio("16 places / 1,024, std", "messages, std, 16 places", "messages, std, 1,024 places")
        .rule(
            [
                "locked once / borrowed",
                "a lock a line / borrowed",
                "messages by Crossbeam / borrowed",
            ],
            verdict,
        )
}

pub fn verdict([once, each_line, messages]: [f64; 3]) -> Verdict {
    let lines = Unit::Count.show(LINES as f64);
    let shown = format!(
        "to count {lines} lines takes {each_line:.2} times as long with a lock for each line as with borrowing, and \
         {messages:.1} times with a message for each line through 16 places of Crossbeam"
    );
    if once > 1.2 {
        Verdict::holds(format!(
            "{shown}. With a lock for each thread it takes {once:.2} times as long"
        ))
    } else if each_line > 1.2 {
        Verdict::holds_but(format!("only if threads lock often: {shown}"))
    } else {
        Verdict::not_here(shown)
    }
}

fn lines() -> Vec<String> {
    let levels = ["INFO", "WARN", "ERROR", "INFO", "DEBUG"];
    (0..LINES).map(|number| format!("{} order {number}", levels[number % levels.len()])).collect()
}

fn outcome(warnings: impl Fn() -> usize) -> anyhow::Result<Outcome> {
    Ok(Outcome::time(time(&warnings)).computed("the warnings", warnings() as u64))
}

/// The levels of a worker's share of the lines, as in the listing.
fn levels(lines: &[String], worker: usize) -> impl Iterator<Item = &str> {
    lines.iter().skip(worker).step_by(3).filter_map(|line| line.split_whitespace().next())
}

/// Starts three threads that could outlive this call, as the listing's `count_shared` does.
fn shared(lines: &Arc<Vec<String>>, work: fn(&[String], usize, &Mutex<Counts>)) -> Counts {
    let counts = Arc::new(Mutex::new(Counts::new()));
    let workers = [0, 1, 2].map(|worker| {
        let (lines, counts) = (Arc::clone(lines), Arc::clone(&counts));
        thread::spawn(move || work(&lines, worker, &counts))
    });
    workers.into_iter().for_each(|worker| worker.join().expect("no worker panics"));
    let counts = Arc::into_inner(counts).expect("the workers are done, and their clones dropped");
    counts.into_inner().expect("no worker panicked")
}

fn lock_each_line(lines: &[String], worker: usize, counts: &Mutex<Counts>) {
    for level in levels(lines, worker) {
        let mut counts = counts.lock().expect("no worker panics");
        match counts.get_mut(level) {
            Some(count) => *count += 1,
            None => _ = counts.insert(level.to_string(), 1), // once for each of four levels
        }
    }
}

fn count_then_lock(lines: &[String], worker: usize, counts: &Mutex<Counts>) {
    let mut own = BTreeMap::<_, usize>::new();
    levels(lines, worker).for_each(|level| *own.entry(level).or_default() += 1);
    let own = own.into_iter().map(|(level, count)| (level.to_string(), count));
    let own: Vec<_> = own.collect();
    let mut counts = counts.lock().expect("no worker panics");
    own.into_iter().for_each(|(level, count)| *counts.entry(level).or_default() += count);
}

/// The listing's `count_by_messages` with any channel; returns the warnings.
fn by_messages<'lines, S: Clone + Send>(
    lines: &'lines [String],
    sender: S,
    send: impl Fn(&S, &'lines str) -> bool + Copy + Send,
    receiver: impl IntoIterator<Item = &'lines str>,
) -> usize {
    thread::scope(|s| {
        for worker in [0, 1, 2] {
            let sender = sender.clone();
            s.spawn(move || levels(lines, worker).all(|level| send(&sender, level)));
        }
        drop(sender); // The loop below ends when the last sender is gone.
        let mut counts = BTreeMap::<_, usize>::new();
        receiver.into_iter().for_each(|level| *counts.entry(level).or_default() += 1);
        counts["WARN"]
    })
}
