//! How the threads of a schedule are.

use crate::event::Event;

/// How the threads are at a moment of an order.
#[derive(Clone, Debug)]
pub struct Moment {
    /// How many events there were before.
    pub events: usize,
    /// Each thread.
    pub threads: Vec<Stand>,
    /// The same for orders in which each thread has done the same, after the same.
    pub done: u64,
}

/// How a thread is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Stand {
    /// It can go on.
    Ready,
    /// It waits for this.
    Waits(Event),
    /// It has ended.
    Ended,
}
