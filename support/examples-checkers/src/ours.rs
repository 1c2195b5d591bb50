//! Our engine.

use examples_explore::{Kind, Outcome, Search, keep_panics};

use crate::Ending;

/// Runs the program in up to so many schedules, until one fails. Returns how many were run.
pub fn check(main: fn(), schedules: u64) -> (Ending, u64) {
    keep_panics();
    let search = Search { schedules, has_weak_memory: true };
    let outcomes = search.run(move || {
        main();
        Ok::<(), ()>(())
    });
    let mut ran = 0;
    for outcome in outcomes {
        ran += 1;
        let Outcome::Failed(failure) = outcome else { continue };
        let says = match failure.kind {
            Kind::Deadlock(waits) => format!("deadlock, {} waiting", waits.len()),
            Kind::Panicked(panic) => panic.words,
            Kind::Polls(_) | Kind::Endless => continue, // Spinning is not what is looked for here.
            Kind::Unsupported(what) => return (Ending::GaveUp(what.to_string()), ran),
            Kind::Failed(()) => unreachable!("the check always returns `Ok`"),
        };
        return (Ending::Failed(says), ran);
    }
    (Ending::Some, ran)
}
