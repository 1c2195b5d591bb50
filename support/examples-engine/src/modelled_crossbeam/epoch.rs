//! `crossbeam::epoch`, which has no model.

pub use ::crossbeam::epoch::*;

use std::panic::Location;

use crate::watch::no_model;

/// Refuses.
#[track_caller]
pub fn pin() -> Guard {
    no_model(Location::caller(), "`crossbeam::epoch`")
}

/// Refuses.
#[track_caller]
pub fn default_collector() -> &'static Collector {
    no_model(Location::caller(), "`crossbeam::epoch`")
}
