//! What exploring an entry has brought.

use examples_engine::{Event, Run};

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
    /// Two orders end in the same way if this is the same.
    pub key: String,
}

/// What is wrong with a way to end.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Wrong {
    /// A name for scripts, such as `deadlock`.
    pub name: &'static str,
    /// A sentence without its end.
    pub sentence: String,
}

impl Found {
    /// Returns the first way to end that is wrong.
    pub fn first_wrong(&self) -> Option<(&Ending, &Wrong)> {
        self.endings.iter().find_map(|ending| Some((ending, ending.wrong.as_ref()?)))
    }
}
