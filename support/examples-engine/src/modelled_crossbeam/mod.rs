//! What `crossbeam` is for a program that is explored.
//!
//! Its channels, `select!`, cells, locks, queues, deques, scope and `Backoff` are models, as in
//! [`modelled`](crate::modelled). [`epoch`] has none, and is refused by name. Everything else is the real one.

pub mod atomic;
pub mod channel;
pub mod deque;
pub mod epoch;
pub mod queue;
pub mod sync;
pub mod thread;
pub mod utils;

pub use crate::__select as select;
pub use crate::__select_biased as select_biased;
pub use thread::scope;
