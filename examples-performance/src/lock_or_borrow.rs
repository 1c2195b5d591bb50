//! C11: `Arc<Mutex<_>>` against borrowing in a scope and against messages to one owner.
//!
//! Article B says that scoped threads have “lower synchronization overhead”. Each of the three
//! functions of `arc_mutex_or_borrow` counts the levels of the lines of a log, with three threads.

use std::collections::BTreeMap;
use std::sync::Arc;

use examples_scope::arc_mutex_or_borrow::{count_borrowed, count_by_messages, count_shared};

use crate::harness::study::Outcome;
use crate::harness::{Study, Verdict, time};

const LINES: usize = 40_000;

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
        .contender("Arc<Mutex<_>>", || {
            let lines = Arc::new(lines());
            let warnings = count_shared(Arc::clone(&lines))["WARN"];
            outcome(time(|| count_shared(Arc::clone(&lines))), warnings)
        })
        .contender("borrowed in a scope", || {
            let lines = lines();
            outcome(time(|| count_borrowed(&lines)), count_borrowed(&lines)["WARN"])
        })
        .contender("messages to one owner", || {
            let lines = lines();
            let count = |counts: BTreeMap<&str, usize>| counts["WARN"];
            outcome(time(|| count(count_by_messages(&lines))), count(count_by_messages(&lines)))
        })
        .ratio("locked / borrowed", "Arc<Mutex<_>>", "borrowed in a scope")
        .ratio("messages / borrowed", "messages to one owner", "borrowed in a scope")
        .rule(["locked / borrowed", "messages / borrowed"], verdict)
}

pub fn verdict([locked, messages]: [f64; 2]) -> Verdict {
    let shown = format!(
        "a lock for each line takes {locked:.1} times as long as borrowing, a message for each line \
         {messages:.1} times"
    );
    if locked <= 1.1 {
        Verdict::not_here(shown)
    } else if messages > 1.1 {
        Verdict::holds_but(format!("so do the channels that B recommends instead: {shown}"))
    } else {
        Verdict::holds(shown)
    }
}

fn lines() -> Vec<String> {
    let levels = ["INFO", "WARN", "ERROR", "INFO", "DEBUG"];
    (0..LINES).map(|number| format!("{} order {number}", levels[number % levels.len()])).collect()
}

fn outcome(nanoseconds: f64, warnings: usize) -> anyhow::Result<Outcome> {
    Ok(Outcome::time(nanoseconds).computed("the warnings", warnings as u64))
}
