//! What `crossbeam` is for a program that is explored: its channels, `select!`, cells, scope and wait group are
//! models, as in [`modelled`](crate::modelled); everything else is the real one.

pub use ::crossbeam::*;

pub mod atomic;
pub mod channel;
pub mod sync;
pub mod thread;

pub use crate::__select as select;
pub use thread::scope;
