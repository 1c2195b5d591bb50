//! The engine: in schedules and for threads that run freely the models do what std and Crossbeam do, and a schedule
//! finds what goes wrong.

mod alike;
mod atomics;
mod channels;
mod locks;
mod points;
mod search;
mod threads;
mod values;
mod waking;

use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{LazyLock, Mutex};
use std::thread;

use examples_engine::{Failure, Kind, Outcome, Search};

/// As many places as there are CPUs. An exploration keeps to one CPU, so more of them hinder each other: with eight at a
/// time on two CPUs, these tests took 8 s of processor time in place of 5 s.
static PLACES: LazyLock<(SyncSender<()>, Mutex<Receiver<()>>)> = LazyLock::new(|| {
    let cpus = thread::available_parallelism().map_or(1, usize::from);
    let (sender, receiver) = mpsc::sync_channel(cpus);
    (sender, Mutex::new(receiver))
});

/// A place for an exploration, until this is dropped.
pub(crate) struct Place;

impl Place {
    pub(crate) fn wait_for() -> Self {
        PLACES.0.send(()).expect("the receiver is there");
        Self
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = PLACES.1.lock().expect("no holder panics").try_recv();
    }
}

/// Runs a check in all schedules, and once freely.
#[track_caller]
pub(crate) fn holds(check: fn()) {
    check();
    explored(check);
}

/// What a check says. Its error names what is wrong.
pub(crate) type Checked = Result<(), &'static str>;

pub(crate) fn ensure(holds: bool, says: &'static str) -> Checked {
    if holds { Ok(()) } else { Err(says) }
}

/// Runs a check until a schedule goes wrong.
pub(crate) fn first_failure(
    check: impl Fn() -> Checked + Send + Sync + 'static,
) -> Option<Failure<&'static str>> {
    let _place = Place::wait_for();
    let search = Search { schedules: 400, ..Search::default() };
    let mut exploration = search.begin(check);
    let failure = exploration.find_map(|outcome| match outcome {
        Outcome::Failed(failure) => Some(failure),
        _ => None,
    })?;
    let Outcome::Failed(again) = exploration.again(&failure.order) else { panic!("{failure:#?}") };
    Some(again)
}

/// Runs a check in all schedules.
#[track_caller]
pub(crate) fn explored(check: fn()) {
    let check = move || {
        check();
        Ok(())
    };
    let failure = first_failure(check);
    assert!(failure.is_none(), "{failure:#?}");
}

/// Returns how a check goes wrong in one of the schedules.
#[track_caller]
pub(crate) fn goes_wrong(
    check: impl Fn() -> Checked + Send + Sync + 'static,
) -> Kind<&'static str> {
    first_failure(check).expect("one of the schedules goes wrong").kind
}

/// Returns what a check says in a schedule with weak memory, if it goes wrong in one.
#[track_caller]
pub(crate) fn says_wrong(
    check: impl Fn() -> Checked + Send + Sync + 'static,
) -> Option<&'static str> {
    let failure = first_failure(check)?;
    let Kind::Failed(says) = failure.kind else { panic!("{failure:#?}") };
    Some(says)
}
