//! What `crossbeam_channel` is for the crate that is explored.

pub use examples_explore::prelude::crossbeam::channel::*;
pub use examples_explore::prelude::crossbeam::select;
