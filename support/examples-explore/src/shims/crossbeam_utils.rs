//! What `crossbeam_utils` is for the crate that is explored.

pub use examples_explore::prelude::crossbeam::utils::*;
pub use examples_explore::prelude::crossbeam::{atomic, sync, thread};
