//! The book and the README point only at what is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace's folder").to_path_buf()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn files_in(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = folder.read_dir().unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    files.retain(|path| path.extension().is_some_and(|found| found == ending));
    files.sort();
    files
}

/// The book's pages, and the pages that a forge shows.
fn pages() -> Vec<PathBuf> {
    let mut pages = files_in(&root().join("docs/src"), "md");
    pages.extend(files_in(&root(), "md"));
    pages
}

/// What stands between each `before` and the next `after`.
fn between<'a>(text: &'a str, before: &'a str, after: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(before).skip(1).filter_map(move |rest| Some(rest.split_once(after)?.0))
}

/// mdBook builds a book without complaint when an include is missing.
#[test]
fn every_include_resolves() {
    let mut seen = 0;
    for page in pages() {
        for include in between(&read(&page), "{{#include ", "}}") {
            let (file, anchor) = include.split_once(':').unwrap_or((include, ""));
            let path = page.with_file_name(file);
            assert!(path.is_file(), "{}: no file {file}", page.display());
            if !anchor.is_empty() {
                let start = format!("ANCHOR: {anchor}");
                assert!(read(&path).contains(&start), "{}: no {start} in {file}", page.display());
            }
            seen += 1;
        }
    }
    assert!(seen > 0, "the book includes listings");
}

#[test]
fn every_link_leads_somewhere() {
    for page in pages() {
        let text = read(&page);
        for link in between(&text, "](", ")").filter(|link| !link.starts_with("http")) {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let path = if file.is_empty() { page.clone() } else { page.with_file_name(file) };
            assert!(path.exists(), "{}: link to {link}", page.display());
            if !heading.is_empty() {
                assert!(headings(&read(&path)).contains(heading), "{}: {link}", page.display());
            }
        }
    }
}

/// The anchors that mdBook and forges give to a page's headings.
fn headings(page: &str) -> BTreeSet<String> {
    let titles = page.lines().filter_map(|line| line.strip_prefix('#'));
    titles
        .map(|title| {
            let words = title.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
            words.chars().filter(|c| c.is_alphanumeric() || "-_".contains(*c)).collect()
        })
        .collect()
}

#[test]
fn the_summary_names_every_page() {
    let summary = read(&root().join("docs/src/SUMMARY.md"));
    for page in files_in(&root().join("docs/src"), "md") {
        let name = page.file_name().and_then(|name| name.to_str()).expect("a UTF-8 name");
        assert!(name == "SUMMARY.md" || summary.contains(&format!("({name})")), "{name}");
    }
}

/// The book names tests as proof; a word in backticks with three underscores or more is one, or
/// else a function or a listing.
#[test]
fn every_test_that_the_book_names_exists() {
    let mut known = String::new();
    for entry in root().read_dir().expect("a readable folder") {
        let folder = entry.expect("a readable folder").path();
        for folder in ["src", "tests"].map(|name| folder.join(name)).iter().filter(|f| f.is_dir()) {
            for file in files_in(folder, "rs") {
                known.push_str(&read(&file));
            }
        }
    }
    let mut seen = 0;
    for page in pages() {
        for word in read(&page).split('`') {
            let is_name =
                word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            if is_name && word.matches('_').count() >= 3 {
                let is_known = [format!("fn {word}("), format!("pub mod {word};")]
                    .iter()
                    .any(|place| known.contains(place));
                assert!(is_known, "{} names a test `{word}`", page.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 0, "the book names tests");
}
