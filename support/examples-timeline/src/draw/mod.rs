//! Draws a timeline: in the terminal, as a picture, or as a trace.

use std::io::{self, Write};
use std::path::PathBuf;

use crate::model::Timeline;
use crate::probe::Recording;

mod file;
mod json;
mod legend;
pub mod palette;
mod svg;
mod terminal;

use file::PartialFile;

/// Where a timeline is drawn.
#[derive(Debug, PartialEq)]
pub enum Output {
    /// In the terminal, on stderr.
    Terminal,
    /// Into a file.
    File(Format, PathBuf),
}

/// How a file shows a timeline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Format {
    /// As a picture for a web page.
    Svg,
    /// As a trace for <https://ui.perfetto.dev> or <https://speedscope.app>.
    Json,
}

impl Output {
    /// Returns the file output that the ending of the name asks for, or `None` if the name ends in
    /// neither `.svg` nor `.json`.
    pub fn file(name: &str) -> Option<Output> {
        let path = PathBuf::from(name);
        let ending = path.extension()?.to_ascii_lowercase();
        let format = match ending.to_str()? {
            "svg" => Format::Svg,
            "json" => Format::Json,
            _ => return None,
        };
        Some(Output::File(format, path))
    }
}

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
        let timeline = Timeline::new(listing, recording);
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

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use snapbox::assert::DEFAULT_ACTION_ENV;
    use snapbox::data::DataFormat;
    use snapbox::{Assert, Data};

    use super::*;
    use crate::model::tests::thread;

    /// Compares with a file; `SNAPSHOTS=overwrite` writes it again.
    pub(super) fn assert_drawn(file: &str, drawn: &str) {
        let path = format!("{}/expected/{file}", env!("CARGO_MANIFEST_DIR"));
        let expected = Data::read_from(path.as_ref(), Some(DataFormat::Text)).raw();
        Assert::new().action_env(DEFAULT_ACTION_ENV).eq(drawn, expected);
    }

    #[test]
    fn nothing_seen_is_drawn_without_a_panic() {
        for threads in [Vec::new(), vec![thread(1, "p", Vec::new())]] {
            let empty = Recording {
                threads,
                unseen: 0,
                cores: 1,
                elapsed: 0,
                sweeps: 0,
                longest: 0,
                cost: 0,
            };
            let timeline = Timeline::new("nothing", empty);
            for unicode in [true, false] {
                terminal::draw(&timeline, &terminal::Style { width: 60, unicode, color: true });
            }
            roxmltree::Document::parse(&svg::draw(&timeline)).expect("valid XML");
            serde_json::from_str::<serde_json::Value>(&json::draw(&timeline)).expect("valid JSON");
        }
    }
}
