use std::path::PathBuf;

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
