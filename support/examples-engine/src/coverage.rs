//! Which orders a search has run.

use std::fmt;

/// Which orders were run, all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// All orders of the operations that the models know.
    pub all: bool,
    /// All orders with at most this many delays. The threads take turns, each as long as it can go on; to pass over
    /// one of them is a delay.
    pub delays: Option<usize>,
    /// All orders with at most this many preemptions: a thread is stopped where it could go on.
    pub preemptions: Option<usize>,
    /// How often the program has not done the same again, so that nothing can be said of all orders. It remembers
    /// something from one schedule to the next, or asks the real clock or for random numbers.
    pub strayed: u64,
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let bound = |bound: Option<usize>, what: &str| match bound? {
            0 => Some(format!("no {what}s")),
            1 => Some(format!("at most 1 {what}")),
            bound => Some(format!("at most {bound} {what}s")),
        };
        let delays = bound(self.delays, "delay");
        let preemptions = bound(self.preemptions, "preemption");
        match (self.all, delays, preemptions) {
            (true, _, _) => f.pad("all orders"),
            (_, None, None) => f.pad("some orders"),
            (_, Some(one), None) | (_, None, Some(one)) => {
                write!(f, "all orders with {one}, and some others")
            }
            (_, Some(delays), Some(preemptions)) => {
                write!(f, "all orders with {delays} or {preemptions}, and some others")
            }
        }
    }
}
