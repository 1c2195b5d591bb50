//! Stands for the probe on systems that have no `/proc` that tells about threads.

use std::time::{Duration, Instant};

use super::data::{Recording, ThreadNow};

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
