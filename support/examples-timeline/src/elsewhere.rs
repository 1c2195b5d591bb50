//! Stands for `linux/` on other systems: they have no `/proc` that tells about threads.

use std::io;
use std::time::{Duration, Instant};

use crate::{Output, ThreadNow};

/// What was seen of a process: nothing, so there is no value of this type.
pub enum Recording {}

/// A place that is ready to be drawn to; there is none.
pub enum Target {}

/// Returns why nothing can be recorded here.
pub fn unavailable() -> Option<&'static str> {
    Some("the timeline needs Linux, which tells about threads under /proc")
}

/// Is never called, since [`unavailable`] is asked first.
pub fn record(_pid: u32, _start: Instant, _until: Option<Instant>) -> Recording {
    unreachable!("the caller asks `unavailable` first")
}

/// Returns `None`: nothing tells about threads here.
pub fn threads_now(_pid: u32) -> Option<Vec<ThreadNow>> {
    None
}

/// Returns `None`: nothing tells about it here.
pub fn processor_time(_pid: u32) -> Option<Duration> {
    None
}

impl Target {
    /// Is never called, since [`unavailable`] is asked first.
    pub fn new(_output: Output) -> io::Result<Target> {
        unreachable!("the caller asks `unavailable` first")
    }

    /// Is never called: there is no recording.
    pub fn draw(&mut self, _listing: &str, recording: Recording) -> io::Result<()> {
        match recording {}
    }
}
