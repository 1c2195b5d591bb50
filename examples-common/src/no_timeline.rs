//! Stands for the module `timeline` where there is no `/proc`: on other systems than Linux.

use std::io;
use std::time::Instant;

use crate::command_line::Output;

/// There is none.
pub(crate) enum Recording {}

pub(crate) enum Target {}

pub(crate) fn unavailable() -> Option<&'static str> {
    Some("the timeline needs Linux, which tells about threads under /proc")
}

pub(crate) fn record(_pid: u32, _start: Instant, _until: Option<Instant>) -> Recording {
    unreachable!("the runner asks first")
}

impl Target {
    pub(crate) fn new(_output: Output) -> io::Result<Target> {
        unreachable!("the runner asks first")
    }

    pub(crate) fn draw(&mut self, _listing: &str, recording: Recording) -> io::Result<()> {
        match recording {}
    }
}
