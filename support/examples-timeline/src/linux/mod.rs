use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::{Format, Output};

mod call;
mod json;
mod model;
mod now;
mod parse;
mod sample;
mod svg;
mod terminal;
#[cfg(test)]
mod tests;

pub use now::{processor_time, threads_now};
pub use sample::{Recording, record, unavailable};

/// A place that is ready to be drawn to.
pub enum Target {
    /// The terminal, by way of stderr.
    Stderr,
    /// A file, written beside its place and moved there when it is whole.
    File(Format, PartialFile),
}

impl Target {
    /// Prepares the place. A file is begun at once, so that a wrong path is found before the listing
    /// has run for long; a file of that name stays as it is until [`draw`](Target::draw).
    ///
    /// # Errors
    /// If the file can't be made; the text names it.
    pub fn new(output: Output) -> io::Result<Target> {
        match output {
            Output::Terminal => Ok(Target::Stderr),
            Output::File(format, path) => Ok(Target::File(format, PartialFile::create(path)?)),
        }
    }

    /// Draws what was recorded of a listing; into a file, with a few words on stderr about it.
    ///
    /// # Errors
    /// If the file can't be written; the text names it.
    pub fn draw(&mut self, listing: &str, recording: Recording) -> io::Result<()> {
        let timeline = model::Timeline::new(listing, recording);
        let said = match self {
            Target::Stderr => terminal::draw(&timeline, &terminal::Style::of_stderr()),
            Target::File(format, file) => {
                let text = match format {
                    Format::Svg => svg::draw(&timeline),
                    Format::Json => json::draw(&timeline),
                };
                file.finish(&text)?;
                let caveats = timeline.caveats().join("\n");
                format!("{}: {}\n{caveats}\n", file.path.display(), timeline.title())
            }
        };
        // Nobody may be reading there, which is no reason to fail.
        let _ = io::stderr().write_all(said.as_bytes());
        Ok(())
    }
}

/// A file that takes its place when it is whole.
pub struct PartialFile {
    path: PathBuf,
    file: File,
    /// Where the file is until then, and where it goes.
    moves: [PathBuf; 2],
}

impl PartialFile {
    fn create(path: PathBuf) -> io::Result<PartialFile> {
        // To open a FIFO would mean to wait for its reader, perhaps forever.
        if fs::metadata(&path).is_ok_and(|there| !there.is_file()) {
            return Err(named(&path, io::Error::other("this is no regular file")));
        }
        // A link stays a link.
        let place = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        let mut beside = place.clone().into_os_string();
        beside.push(format!(".{}.partial", std::process::id()));
        let file = File::create_new(&beside).map_err(|error| named(&path, error))?;
        Ok(PartialFile { path, file, moves: [beside.into(), place] })
    }

    fn finish(&mut self, text: &str) -> io::Result<()> {
        let written = self.file.write_all(text.as_bytes());
        let [beside, place] = &self.moves;
        let moved = written.and_then(|()| fs::rename(beside, place));
        moved.map_err(|error| named(&self.path, error))
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.moves[0]); // If it was moved, it is gone already.
    }
}

fn named(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
