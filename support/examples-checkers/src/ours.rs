//! Our engine.

use std::collections::BTreeSet;

use examples_engine::{Failure, Kind, Outcome, Search, keep_panics, shares_only_models};

use crate::Ending;

/// Runs the program in up to so many schedules, until one fails. Returns how many were run.
pub fn check(main: fn(), text: &str, schedules: u64) -> (Ending, u64) {
    keep_panics();
    // Spinning is not what is looked for here.
    let skips_alike = shares_only_models(text);
    let search = Search { schedules, may_poll: true, skips_alike, ..Search::default() };
    let mut exploration = search.begin(move || {
        main();
        Ok::<(), ()>(())
    });
    while let Some(outcome) = exploration.next() {
        let Outcome::Failed(failure) = outcome else { continue };
        let says = match failure.kind {
            Kind::Deadlock(waits) => format!("deadlock, {} waiting", waits.len()),
            Kind::Panicked(panic) => panic.words,
            Kind::Polls(_) | Kind::Endless | Kind::Leaked(_) => continue,
            Kind::Unsupported(what) => {
                return (Ending::GaveUp(what.to_string()), exploration.schedules());
            }
            Kind::Failed(()) => unreachable!("the check always returns `Ok`"),
        };
        return (Ending::Failed(says), exploration.schedules());
    }
    let ending = if exploration.coverage().all { Ending::All } else { Ending::Some };
    (ending, exploration.schedules())
}

/// Returns in which ways the program ends, and whether that are all. If `only_unlike`, nothing runs but the search that
/// leaves out orders that are alike.
pub fn endings(main: fn(), only_unlike: bool, schedules: u64) -> (BTreeSet<String>, bool) {
    keep_panics();
    let search =
        Search { schedules, may_poll: true, skips_alike: only_unlike, ..Search::default() };
    let mut exploration = search.begin(move || {
        main();
        Ok::<(), String>(())
    });
    if only_unlike {
        exploration = exploration.only_unlike();
    }
    let ending = |outcome| match outcome {
        Outcome::Failed(Failure { kind, .. }) => kind.to_string(),
        Outcome::Passed(_) | Outcome::Spoiled => String::new(),
    };
    let endings = exploration.by_ref().map(ending).collect();
    (endings, exploration.coverage().all)
}
