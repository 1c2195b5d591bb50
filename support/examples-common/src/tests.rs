//! What the reader types: a listing's name, and after it what the listing's `//! Run:` line says.

use std::ffi::OsString;
use std::process::ExitCode;

use super::{Listing, did_you_mean};

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

#[test]
fn the_nearest_names_are_suggested() {
    let names = [
        "spawn_join",
        "rayon_join",
        "fan_in",
        "join",
        "park",
        "publish",
        "channels",
        "channel_bounds",
        "worker_pool",
        "pool",
        "bounded_pipeline",
        "own_block_on",
    ];
    for (wrong, right) in [
        ("spawn_jion", "`spawn_join`"), // Two letters have changed places.
        ("spwan_join", "`spawn_join`"),
        ("fan_ni", "`fan_in`"),
        ("chanels", "`channels`"),
        ("pakr", "`park`"),
        ("jion", "`join`"),
        ("pipline", "`bounded_pipeline`"),
        ("bounded", "`bounded_pipeline`"),
        ("pool", "`pool` or `worker_pool`"),
    ] {
        assert_eq!(did_you_mean(wrong, &names), format!(" did you mean {right}?"));
    }
    for wrong in ["", "q", "deadlock"] {
        assert_eq!(did_you_mean(wrong, &names), "");
    }
}

#[test]
fn a_name_is_found_whichever_two_letters_have_changed_places() {
    let names = ["spawn_join", "rayon_join", "fan_in", "fan_out", "many_tasks", "many_threads"];
    for name in names {
        for at in 1..name.len() {
            let (before, after) = name.split_at(at - 1);
            let (two, rest) = after.split_at(2);
            let wrong = format!("{before}{}{rest}", two.chars().rev().collect::<String>());
            assert_eq!(did_you_mean(&wrong, &names), format!(" did you mean `{name}`?"));
        }
    }
}

#[test]
fn one_panic_is_told_as_one() {
    assert_eq!(crate::run::meant(0), None);
    assert!(crate::run::meant(1).unwrap().starts_with("(The panic is meant: "));
    assert!(crate::run::meant(2).unwrap().starts_with("(The panics are meant: "));
}
