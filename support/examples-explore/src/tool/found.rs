//! What exploring an entry has brought.

use crate::Event;

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
    /// What is wrong: a name for scripts such as `deadlock`, and a sentence. Nothing if it ends as it should.
    pub wrong: Option<(&'static str, String)>,
    /// What was printed in the shortest order.
    pub printed: String,
    /// In how many of the orders it ends this way.
    pub times: u64,
    /// The shortest order that ends this way.
    pub order: String,
    /// What happens in that order.
    pub events: Vec<Event>,
}

impl Found {
    /// Returns the first way to end that is wrong.
    pub fn first_wrong(&self) -> Option<&Ending> {
        self.endings.iter().find(|ending| ending.wrong.is_some())
    }
}
