//! How the runner comes to a timeline.

use std::io::{self, ErrorKind};
use std::path::Path;
use std::time::Instant;

use examples_common::Observer;

use crate::{Output, Recording, Target, record, unavailable};

/// Makes the observer that draws a timeline into this file, or on stderr.
///
/// # Errors
/// If nothing can be seen here, or the file can't be made.
pub fn observe(file: Option<&Path>) -> io::Result<Box<dyn Observer>> {
    if let Some(sentence) = unavailable() {
        return Err(io::Error::new(ErrorKind::Unsupported, sentence));
    }
    let output = match file {
        None => Output::Terminal,
        Some(file) => file.to_str().and_then(Output::file).ok_or_else(|| {
            io::Error::other("the timeline's file needs a name in UTF-8 that ends in .svg or .json")
        })?,
    };
    Ok(Box::new(Timeline { target: Target::new(output)?, recording: None }))
}

struct Timeline {
    target: Target,
    recording: Option<Recording>,
}

impl Observer for Timeline {
    fn watch(&mut self, process: u32, start: Instant, until: Option<Instant>) {
        self.recording = Some(record(process, start, until));
    }

    fn show(&mut self, listing: &str) -> io::Result<()> {
        self.recording.take().map_or(Ok(()), |recording| self.target.draw(listing, recording))
    }
}
