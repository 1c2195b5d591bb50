use std::ffi::{OsStr, OsString};
use std::process::ExitCode;

/// One listing of a section.
pub struct Listing {
    /// The module's name, which is also the name on the command line.
    pub name: &'static str,
    /// The text of its file.
    pub source: &'static str,
    /// Its `main`, whatever that returns.
    pub main: fn() -> ExitCode,
}

impl Listing {
    /// What it shows: the first line of its `//!` comment.
    pub(crate) fn summary(&self) -> &'static str {
        self.source.lines().next().unwrap_or_default().trim_start_matches("//!").trim()
    }

    /// The input that it takes, such as `[DIR [OUT]]`: what follows its name in its `//! Run:` line.
    pub(crate) fn input(&self) -> &'static str {
        let run = self.source.lines().find_map(|line| line.strip_prefix("//! Run: `"));
        let command = run.and_then(|run| run.split('`').next()).unwrap_or_default();
        command.split_once(&format!(" {}", self.name)).map_or("", |(_, input)| input.trim())
    }

    pub(crate) fn usage(&self) -> String {
        format!("{} {}", self.name, self.input()).trim_end().to_string()
    }

    pub(crate) fn no_option(&self, option: &OsStr) -> String {
        let takes_any = !self.input().is_empty();
        let hint = if takes_any { "; a name that begins with `-` comes after `--`" } else { "" };
        format!("listing `{}` has no option `{}`{hint}", self.name, option.display())
    }

    /// Checks words against the [`input`](Listing::input). Only paths may be other than UTF-8.
    pub(crate) fn check(&self, words: &[OsString]) -> Result<(), String> {
        let (name, input, count) = (self.name, self.input(), words.len());
        let expected: Vec<_> = input.split_whitespace().collect();
        // `[A [B]]` may end after A, `[A B]` may not.
        let may_end = expected.get(count).is_none_or(|next| next.starts_with('['));
        let is_path = |kind: &str| ["DIR", "FILE", "OUT"].iter().any(|path| kind.contains(path));
        let mut pairs = expected.iter().zip(words);
        let wrong = match pairs.find(|(kind, word)| word.to_str().is_none() && !is_path(kind)) {
            _ if count > 0 && expected.is_empty() => "no input".to_string(),
            _ if count > expected.len() => format!("{input}; {count} words are too many"),
            _ if !may_end => format!("{input}; {count} of {} words are too few", expected.len()),
            Some((_, word)) => format!("{input}; {word:?} is not UTF-8"),
            None => return Ok(()),
        };
        Err(format!("listing `{name}` takes {wrong}"))
    }
}
