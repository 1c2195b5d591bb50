//! Each point at which another thread may run, and each choice, has a program that goes wrong only there.

mod atomics;
mod channels;
mod locks;
mod rendezvous;
mod threads;
mod time;
mod waking;

use std::fmt::Display;

use examples_engine::{Failure, Outcome, Search};

use super::{Checked, Place, ensure};

fn first_failure<R: Display + Send + 'static>(
    search: &Search,
    check: fn() -> Result<(), R>,
) -> Option<Failure<R>> {
    let _place = Place::wait_for();
    search.begin(check).find_map(|outcome| match outcome {
        Outcome::Failed(failure) => Some(failure),
        _ => None,
    })
}

fn some() -> Search {
    Search { schedules: 2000, ..Search::default() }
}

/// A schedule of the check fails, and says this.
#[track_caller]
fn finds(says: &str, check: fn() -> Checked) {
    let failure = first_failure(&some(), check).expect("one of the schedules fails");
    let text = failure.kind.to_string();
    assert!(text.contains(says), "{text}");
}

/// No schedule of the check fails.
#[track_caller]
fn holds(check: fn() -> Checked) {
    let failure = first_failure(&some(), check);
    assert!(failure.is_none(), "{failure:#?}");
}
