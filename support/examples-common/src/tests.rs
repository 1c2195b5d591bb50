//! What the reader types after a listing's name, by the listing's `//! Run:` line.

use std::ffi::OsString;
use std::process::ExitCode;

use super::Listing;

fn listing(source: &'static str) -> Listing {
    Listing { name: "copy", source, main: || ExitCode::SUCCESS }
}

fn check(source: &'static str, words: &str) -> Result<(), String> {
    let words: Vec<_> = words.split_whitespace().map(OsString::from).collect();
    listing(source).check(&words).map_err(|error| error.to_string())
}

#[test]
fn the_run_line_says_how_many_words_there_may_be() {
    let two = "//! Run: `cargo run -p copies -- copy [FROM TO]`\n";
    let one_or_two = "//! Run: `cargo run -p copies -- copy [DIR [OUT]]`; with `--release`\n";
    for (source, words) in
        [(two, ""), (two, "a b"), (one_or_two, ""), (one_or_two, "a"), (one_or_two, "a b")]
    {
        assert_eq!(check(source, words), Ok(()));
    }
    let few = "listing `copy` takes [FROM TO]; 1 of 2 words are too few";
    assert_eq!(check(two, "a"), Err(few.into()));
    let many = "listing `copy` takes [DIR [OUT]]; 3 words are too many";
    assert_eq!(check(one_or_two, "a b c"), Err(many.into()));
    let none = "//! Run: `cargo run -p copies -- copy`\n";
    assert_eq!(check(none, "a"), Err("listing `copy` takes no input".into()));
}

#[cfg(unix)]
#[test]
fn only_names_of_files_may_be_no_text() {
    use std::os::unix::ffi::OsStringExt;
    let word = [OsString::from_vec(b"\xff".to_vec())];
    assert!(listing("//! Run: `copies -- copy [FILE.csv]`").check(&word).is_ok());
    let said = listing("//! Run: `copies -- copy [ADDRESS]`").check(&word).unwrap_err();
    assert_eq!(said.to_string(), r#"listing `copy` takes [ADDRESS]; "\xFF" is not UTF-8"#);
}
