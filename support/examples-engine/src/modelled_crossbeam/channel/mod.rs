//! `crossbeam::channel`.

pub use ::crossbeam::channel::*;

mod halves;
mod iter;
mod macros;
mod operation;
mod select;

pub use crate::__select as select;
pub use crate::__select_biased as select_biased;
pub use halves::{Receiver, Sender};
pub use halves::{after, at, bounded, never, tick, unbounded};
pub use iter::{IntoIter, Iter, TryIter};
pub use select::{Select, SelectedOperation};
