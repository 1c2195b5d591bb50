//! Our engine.

use examples_engine::{Kind, Outcome, Search, keep_panics};

use crate::Ending;

/// Runs the program in up to so many schedules, until one fails. Returns how many were run.
pub fn check(main: fn(), schedules: u64) -> (Ending, u64) {
    keep_panics();
    // Spinning is not what is looked for here.
    let search = Search { schedules, may_poll: true, ..Search::default() };
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
