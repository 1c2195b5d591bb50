//! What `crossbeam` is for the crate that is explored.

pub use examples_explore::prelude::crossbeam::*;
