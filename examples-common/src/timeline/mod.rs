//! What the threads of a listing really did: `--timeline`.
//!
//! No listing knows of it. The runner has the listing as a child process, and Linux tells a parent
//! about each thread of its child, in files under `/proc`. Three steps, each handing plain data to
//! the next:
//!
//! 1. [`sample`] reads those files every millisecond or so, and gives a [`Recording`];
//! 2. [`model`] makes lanes of it: when each thread was on a CPU, ready and waiting for one, or
//!    blocked, and in which system [`call`];
//! 3. [`terminal`], [`svg`] and [`json`] draw the lanes.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::command_line::{Format, Output};

mod call;
mod json;
mod model;
mod parse;
mod sample;
mod svg;
mod terminal;
#[cfg(test)]
mod tests;

pub(crate) use sample::{Recording, record, unavailable};

/// Where a timeline goes.
pub(crate) enum Target {
    Stderr,
    File(Format, PathBuf, File),
}

impl Target {
    /// Makes the file at once, so that a wrong path is found before the listing has run for long.
    ///
    /// # Errors
    /// If the file can't be made; the text names it.
    pub(crate) fn new(output: Output) -> io::Result<Target> {
        let Output::File(format, path) = output else { return Ok(Target::Stderr) };
        let file = File::create(&path).map_err(|error| named(&path, error))?;
        Ok(Target::File(format, path, file))
    }

    /// Draws what was recorded of a listing; into a file, with a few words on stderr about it.
    ///
    /// # Errors
    /// If the file can't be written; the text names it.
    pub(crate) fn draw(&mut self, listing: &str, recording: Recording) -> io::Result<()> {
        let timeline = model::Timeline::new(listing, recording);
        let said = match self {
            Target::Stderr => terminal::draw(&timeline, &terminal::Style::of_stderr()),
            Target::File(format, path, file) => {
                let text = match format {
                    Format::Svg => svg::draw(&timeline),
                    Format::Json => json::draw(&timeline),
                };
                file.write_all(text.as_bytes()).map_err(|error| named(path, error))?;
                let honesty = timeline.honesty().join("\n");
                format!("{}: {}\n{honesty}\n", path.display(), timeline.title())
            }
        };
        // Nobody may be reading there, which is no reason to fail.
        let _ = io::stderr().write_all(said.as_bytes());
        Ok(())
    }
}

fn named(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
