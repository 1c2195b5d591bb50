//! `crossbeam::channel`.

pub use ::crossbeam::channel::*;

mod halves;
mod select;

pub use crate::__select as select;
pub use crate::__select_biased as select_biased;
pub use halves::{IntoIter, Iter, Receiver, Sender, TryIter};
pub use halves::{after, at, bounded, never, tick, unbounded};
pub use select::{Select, SelectedOperation};
