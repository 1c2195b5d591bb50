//! What `crossbeam` is while an answer is graded: its channels, cells, scope and wait group are models, as in
//! [`modelled`](crate::modelled); everything else is the real one.

pub use ::crossbeam::*;

pub mod atomic;
pub mod channel;
pub mod sync;
pub mod thread;

pub use crate::__no_select as select;
pub use thread::scope;

/// Stands for what there is no model of: an answer that gets there is refused.
#[doc(hidden)]
#[macro_export]
macro_rules! __no_select {
    ($($any:tt)*) => {
        $crate::no_model("`select!`")
    };
}
