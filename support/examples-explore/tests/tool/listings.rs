//! All listings that use std and Crossbeam alone: each is right in all orders, or fails where its page says so.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{explored, verdict};

/// What a listing does in all orders that were run.
struct Expected {
    listing: &'static str,
    /// What is changed in the text first: fewer rounds where all of them are too many, or the mistake that the page
    /// warns of.
    changes: &'static [(&'static str, &'static str)],
    options: &'static [&'static str],
    verdict: &'static str,
}

const fn as_it_is(listing: &'static str, verdict: &'static str) -> Expected {
    Expected { listing, changes: &[], options: &[], verdict }
}

const fn changed(
    listing: &'static str,
    changes: &'static [(&'static str, &'static str)],
    verdict: &'static str,
) -> Expected {
    Expected { listing, changes, options: &[], verdict }
}

const fn may_poll(
    listing: &'static str,
    changes: &'static [(&'static str, &'static str)],
    verdict: &'static str,
) -> Expected {
    Expected { listing, changes, options: &["--may-poll"], verdict }
}

/// The listings of these packages, but for those that use files, sockets or a runtime: the tool refuses them by name.
const PACKAGES: [&str; 4] =
    ["examples-threads", "examples-scope", "examples-crossbeam", "examples-worker-pool"];

const LISTINGS: &[Expected] = &[
    as_it_is("examples-threads/spawn_join", "right"),
];

#[test]
#[ignore = "explores each listing in thousands of orders"]
fn each_listing_is_right_in_all_orders_or_fails_where_its_page_says_so() {
    let only = std::env::var("EXPLORE_ONLY").unwrap_or_default();
    let mut wrong = Vec::new();
    for expected in LISTINGS.iter().filter(|expected| expected.listing.contains(&only)) {
        let found = check(expected);
        let Expected { listing, changes, .. } = expected;
        println!("{listing} {changes:?}: {found}");
        if found != expected.verdict {
            wrong.push(format!("{listing} {changes:?}: {found}, not {}", expected.verdict));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn path_of(listing: &str) -> String {
    let (package, name) = listing.split_once('/').expect("a package and a name");
    format!("{package}/src/{name}.rs")
}

fn check(expected: &Expected) -> String {
    let Expected { listing, changes, options, .. } = expected;
    let file = path_of(listing);
    let mut text = fs::read_to_string(root().join(&file)).expect("the listing is there");
    for (old, new) in *changes {
        assert!(text.contains(old), "{listing} has no `{old}`");
        text = text.replace(old, new);
    }
    let id = format!("listing-{}-{}", listing.replace('/', "-"), changes.len());
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{id}.rs"));
    let file = if changes.is_empty() {
        file
    } else {
        fs::write(&copy, text).expect("the copy is written");
        copy.display().to_string()
    };
    let found = explored(&id, &[&[&*file, "--schedules", "3000"], *options].concat());
    verdict(&found[0])
}

#[test]
fn each_listing_has_a_verdict_or_a_reason() {
    let known: BTreeSet<_> = LISTINGS.iter().map(|expected| path_of(expected.listing)).collect();
    for package in PACKAGES {
        for entry in fs::read_dir(root().join(package).join("src")).expect("the folder is there") {
            let name = entry.expect("a file").file_name().into_string().expect("UTF-8");
            let file = format!("{package}/src/{name}");
            if ["lib.rs", "main.rs"].contains(&&*name) || known.contains(&file) {
                continue;
            }
            let (status, _, stderr) = super::run(&[&file]);
            assert_eq!(status, 2, "{file} has no line in LISTINGS");
            assert!(stderr.contains("can't be followed"), "{file}: {stderr}");
        }
    }
}
