//! What exploring an entry has brought.

use super::wrong::{Wrong, wrong};
use examples_engine::{Event, Kind, Run, Way};

/// What exploring an entry has brought.
pub struct Found {
    /// The program's file.
    pub file: String,
    /// The entry: `main`, or a test.
    pub entry: String,
    /// How many orders were run.
    pub schedules: u64,
    /// Which orders these were, such as `all orders with at most 2 delays`.
    pub which: String,
    /// Whether Ctrl-C has ended it.
    pub was_stopped: bool,
    /// The ways to end: first those that are wrong, then what is printed most often.
    pub endings: Vec<Ending>,
}

/// A way to end.
pub struct Ending {
    /// What is wrong, if anything is.
    pub wrong: Option<Wrong>,
    /// In how many of the orders it ends this way.
    pub times: u64,
    /// The shortest order that ends this way, as far as it is known.
    pub run: Run,
    /// What each thread waits for in the end, if it waits.
    pub waits: Vec<Event>,
    /// Its order was run again, and ended in another way.
    pub is_unsteady: bool,
}

impl From<Way<String>> for Ending {
    fn from(way: Way<String>) -> Self {
        let Way { kind, times, run, is_unsteady, .. } = way;
        let wrong = wrong(kind.as_ref(), &run);
        let waits = waits(kind.as_ref(), &run).to_vec();
        Self { wrong, times, run, waits, is_unsteady }
    }
}

/// Returns what each thread waits for in the end, if it waits.
pub fn waits<'a>(kind: Option<&'a Kind<String>>, run: &'a Run) -> &'a [Event] {
    match kind {
        Some(Kind::Deadlock(waits)) => waits,
        _ => &run.left,
    }
}

impl Found {
    /// Returns the first way to end that is wrong.
    pub fn first_wrong(&self) -> Option<(&Ending, &Wrong)> {
        self.endings.iter().find_map(|ending| Some((ending, ending.wrong.as_ref()?)))
    }
}
