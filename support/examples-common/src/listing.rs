use std::process::ExitCode;

/// One listing of a section.
pub struct Listing {
    /// The module's name, which is also the name on the command line.
    pub name: &'static str,
    /// The text of its file.
    pub source: &'static str,
    /// Its `main`, whatever that returns, turned into an exit status.
    pub main: fn() -> ExitCode,
}

impl Listing {
    /// What the listing shows, in one line: the first line of its `//!` comment.
    pub fn summary(&self) -> &'static str {
        let first = self.source.lines().next().unwrap_or_default();
        first.trim_start_matches("//!").trim()
    }

    /// The input that it takes, such as `[DIR [OUT]]`: what follows its name in the `//! Run:` line.
    /// Empty if it takes none.
    pub fn input(&self) -> &'static str {
        let run = self.source.lines().find_map(|line| line.strip_prefix("//! Run: `"));
        let command = run.and_then(|run| run.split('`').next()).unwrap_or_default();
        command.split_once(self.name).map_or("", |(_, input)| input.trim())
    }
}

/// The names that `wrong` was probably meant for, the likeliest first.
pub(crate) fn near<'a>(listings: &'a [Listing], wrong: &str) -> Vec<&'a str> {
    let mut scored: Vec<_> = listings
        .iter()
        .map(|listing| (strsim::jaro_winkler(listing.name, wrong), listing.name))
        .filter(|(score, name)| *score > 0.75 || (wrong.len() > 2 && name.contains(wrong)))
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.into_iter().map(|(_, name)| name).take(3).collect()
}
