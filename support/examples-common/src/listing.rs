use std::ffi::OsString;
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
    /// Returns what the listing shows, in one line: the first line of its `//!` comment.
    pub fn summary(&self) -> &'static str {
        let first = self.source.lines().next().unwrap_or_default();
        first.trim_start_matches("//!").trim()
    }

    /// Returns the input that it takes, such as `[DIR [OUT]]`: what follows its name in the `//! Run:`
    /// line. Empty if it takes none.
    pub fn input(&self) -> &'static str {
        let run = self.source.lines().find_map(|line| line.strip_prefix("//! Run: `"));
        let command = run.and_then(|run| run.split('`').next()).unwrap_or_default();
        command.split_once(&format!(" {}", self.name)).map_or("", |(_, input)| input.trim())
    }

    /// Returns what the reader types to run it: its name and its input.
    pub(crate) fn usage(&self) -> String {
        format!("{} {}", self.name, self.input()).trim_end().to_string()
    }

    /// Checks what the reader typed after the listing's name against [`input`](Listing::input).
    /// Returns the words for the listing: all but a `--`, after which a word may begin with `-`.
    ///
    /// # Errors
    /// If there is an unknown option, if there are too many or too few words, or if a word is not UTF-8
    /// and does not stand for a file or a folder. The text says which.
    pub(crate) fn check(&self, mut words: Vec<OsString>) -> Result<Vec<OsString>, String> {
        let (name, input) = (self.name, self.input());
        let expected: Vec<_> = input.split_whitespace().collect();

        let end = words.iter().position(|word| word == "--");
        let options = &words[..end.unwrap_or(words.len())];
        if let Some(option) = options.iter().find(|word| is_option(word)) {
            let hint = if expected.is_empty() {
                ""
            } else {
                "; a name that begins with `-` comes after `--`"
            };
            return Err(format!("listing `{name}` has no option `{}`{hint}", option.display()));
        }
        if let Some(end) = end {
            words.remove(end);
        }

        let (count, takes) = (words.len(), format!("listing `{name}` takes {input}"));
        if count > 0 && expected.is_empty() {
            return Err(format!("listing `{name}` takes no input"));
        }
        // `[A [B]]` may end after A, `[A B]` may not.
        let may_end = |count: usize| expected.get(count).is_none_or(|next| next.starts_with('['));
        if count > expected.len() {
            return Err(format!("{takes}; {count} words are too many"));
        }
        if !may_end(count) {
            return Err(format!("{takes}; {count} of {} words are too few", expected.len()));
        }
        let odd = expected
            .iter()
            .zip(&words)
            .find(|(kind, word)| !is_path(kind) && word.to_str().is_none());
        match odd {
            Some((_, word)) => Err(format!("{takes}; {word:?} is not UTF-8")),
            None => Ok(words),
        }
    }
}

fn is_option(word: &OsString) -> bool {
    word.len() > 1 && word.as_encoded_bytes()[0] == b'-'
}

/// Whether a word of the `//! Run:` line stands for a file or a folder, whose name may be any bytes.
fn is_path(kind: &str) -> bool {
    let kind = kind.trim_start_matches('[');
    ["DIR", "FILE", "OUT"].iter().any(|path| kind.starts_with(path))
}

/// Returns the names that `wrong` was probably meant for, the likeliest first.
pub(crate) fn near<'a>(listings: &'a [Listing], wrong: &str) -> Vec<&'a str> {
    let mut scored: Vec<_> = listings
        .iter()
        .map(|listing| (strsim::jaro_winkler(listing.name, wrong), listing.name))
        .filter(|(score, name)| *score > 0.75 || (wrong.len() > 2 && name.contains(wrong)))
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.into_iter().map(|(_, name)| name).take(3).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &'static str, words: &str) -> Result<String, String> {
        let listing = Listing { name: "copy", source, main: || ExitCode::SUCCESS };
        let words = words.split_whitespace().map(OsString::from).collect();
        Ok(listing.check(words)?.join("|".as_ref()).into_string().expect("it was UTF-8"))
    }

    #[test]
    fn the_run_line_says_how_many_words_there_may_be() {
        let two = "//! Run: `cargo run -p copies -- copy [FROM TO]`\n";
        let one_or_two = "//! Run: `cargo run -p copies -- copy [DIR [OUT]]`; with `--release`\n";
        for (source, words) in
            [(two, ""), (two, "a b"), (one_or_two, ""), (one_or_two, "a"), (one_or_two, "a b")]
        {
            assert_eq!(check(source, words), Ok(words.replace(' ', "|")));
        }
        let few = "listing `copy` takes [FROM TO]; 1 of 2 words are too few";
        assert_eq!(check(two, "a"), Err(few.into()));
        let many = "listing `copy` takes [DIR [OUT]]; 3 words are too many";
        assert_eq!(check(one_or_two, "a b c"), Err(many.into()));
        let none = "//! Run: `cargo run -p copies -- copy`\n";
        assert_eq!(check(none, "a"), Err("listing `copy` takes no input".into()));
    }

    #[test]
    fn an_option_is_refused_and_a_name_like_one_comes_after_two_dashes() {
        let source = "//! Run: `cargo run -p copies -- copy [DIR]`\n";
        let said =
            "listing `copy` has no option `-a`; a name that begins with `-` comes after `--`";
        assert_eq!(check(source, "-a"), Err(said.into()));
        assert_eq!(check(source, "-- -a"), Ok("-a".into()));
        assert_eq!(check(source, "-"), Ok("-".into()));
        let none = "//! Run: `cargo run -p copies -- copy`\n";
        assert_eq!(check(none, "--fast"), Err("listing `copy` has no option `--fast`".into()));
    }

    #[cfg(unix)]
    #[test]
    fn only_names_of_files_may_be_no_text() {
        use std::os::unix::ffi::OsStringExt;
        let word = || vec![OsString::from_vec(b"\xff".to_vec())];
        let listing = |source| Listing { name: "copy", source, main: || ExitCode::SUCCESS };
        assert_eq!(listing("//! Run: `copies -- copy [FILE.csv]`").check(word()), Ok(word()));
        let said = listing("//! Run: `copies -- copy [ADDRESS]`").check(word()).unwrap_err();
        assert_eq!(said, r#"listing `copy` takes [ADDRESS]; "\xFF" is not UTF-8"#);
    }
}
