//! `std::process`.

pub use ::std::process::*;

use std::panic::Location;

use crate::unsupported::Unsupported;
use crate::{host, watch};

/// Ends the schedule. Outside of one, the host decides.
#[track_caller]
pub fn exit(_code: i32) -> ! {
    watch::cannot_follow(Unsupported::Exit { line: host::line(Location::caller()) })
}

/// As [`exit`].
#[track_caller]
pub fn abort() -> ! {
    exit(134)
}
