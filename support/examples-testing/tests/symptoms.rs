//! The page of symptoms: each message is really printed, and each row leads to one place that leads back.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the workspace's folder")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn page() -> String {
    read(&root().join("docs/src/symptoms.md"))
}

/// A row of one of the tables.
struct Row {
    /// The message, or what the program does.
    symptom: String,
    /// Where it leads, as in `rayon/panics.md` or `rayon.md#rc_in_par_iter`.
    link: String,
    /// The test that proves it, if the row names one.
    test: Option<String>,
}

/// Returns the rows of the tables below a heading of the second level.
fn rows(page: &str, heading: &str) -> Vec<Row> {
    let part = page.split("\n## ").find(|part| part.starts_with(heading));
    let lines = part.expect("the heading is there").lines();
    let lines = lines.filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    lines
        .filter(|line| !line.ends_with("See"))
        .map(|line| {
            let cells: Vec<_> = line.split(" | ").collect();
            let &[symptom, _cause, place] = cells.as_slice() else { panic!("3 cells: {line}") };
            let links: Vec<_> = place.split("](").skip(1).collect();
            assert_eq!(links.len(), 1, "a row leads to one place: {line}");
            let link = links[0].split_once(')').expect("a whole link").0.to_string();
            let test =
                place.split_once("test `").map(|(_, test)| test.trim_end_matches('`').into());
            let symptom = symptom.trim_matches('`').trim().to_string();
            Row { symptom, link, test }
        })
        .collect()
}

#[test]
fn there_are_rows_enough_and_no_message_comes_twice() {
    let (page, mut messages) = (page(), BTreeSet::new());
    let by_message = rows(&page, "By message");
    let by_what = rows(&page, "By what it does");
    assert!(by_message.len() >= 30 && by_message.len() + by_what.len() >= 60);
    for row in by_message {
        assert!(messages.insert(row.symptom.clone()), "twice: {}", row.symptom);
    }
}

#[test]
fn each_message_is_printed_where_its_row_says() {
    let tests = all_tests();
    for Row { symptom, link, test } in rows(&page(), "By message") {
        let printed = match &test {
            Some(name) => {
                let of_that_name = |test: &&String| test.contains(&format!("fn {name}("));
                let found = tests.iter().find(of_that_name);
                found.unwrap_or_else(|| panic!("no test `{name}`")).replace("\\\"", "\"")
            }
            None => printed_by(&link),
        };
        let is_there = printed.lines().any(|line| has_in_order(line, &symptom));
        assert!(is_there, "{link} {test:?} does not print {symptom:?}:\n{printed}");
    }
}

/// Whether the parts of a message between its `…` stand in a line, one after the other.
fn has_in_order(line: &str, message: &str) -> bool {
    let mut rest = Some(line);
    for part in message.split('…').map(str::trim) {
        rest = rest.and_then(|rest| Some(rest.split_once(part)?.1));
    }
    rest.is_some()
}

/// Returns what a listing prints, or what the compiler says of a refused program.
fn printed_by(link: &str) -> String {
    let files = match link.split_once(".md#") {
        Some((section, refused)) => vec![format!("examples-{section}/refused/{refused}.txt")],
        None => {
            let (section, listing) = link.trim_end_matches(".md").split_once('/').expect("a page");
            ["txt", "stderr"]
                .map(|ending| format!("examples-{section}/expected/{listing}.{ending}"))
                .to_vec()
        }
    };
    files.iter().filter_map(|file| fs::read_to_string(root().join(file)).ok()).collect()
}

/// Returns the tests of all sections, each with its attributes.
fn all_tests() -> Vec<String> {
    let mut tests = Vec::new();
    for package in root().read_dir().expect("a readable folder") {
        let folder = package.expect("a readable folder").path().join("tests/it");
        for file in folder.read_dir().into_iter().flatten() {
            let text = read(&file.expect("a readable folder").path());
            tests.extend(text.split("#[test]").skip(1).map(String::from));
        }
    }
    tests
}

#[test]
fn each_place_leads_back() {
    let source = root().join("docs/src");
    let page = page();
    let rows = ["By message", "By what it does"].map(|heading| rows(&page, heading));
    let mut missing: BTreeSet<PathBuf> = BTreeSet::new();
    for row in rows.iter().flatten() {
        let place = source.join(row.link.split('#').next().unwrap_or_default());
        if !read(&place).contains("symptoms.md)") {
            missing.insert(place);
        }
    }
    assert!(missing.is_empty(), "these pages don't link to symptoms.md: {missing:#?}");
}

/// The search takes a message apart into words and looks for each of them, so the page must have them all.
#[test]
#[ignore = "needs the built book: `mdbook build docs`"]
fn the_search_of_the_built_book_knows_each_message() {
    let files = root().join("docs/book").read_dir().expect("the book is built");
    let mut files = files.map(|file| file.expect("a readable folder").path());
    let is_index = |path: &PathBuf| path.display().to_string().contains("searchindex-");
    let script = read(&files.find(is_index).expect("the book has a search"));
    let (_, data) = script.split_once("JSON.parse('").expect("the index is in the script");
    let (data, _) = data.rsplit_once("')").expect("and ends there");
    let data = data.replace("\\'", "'").replace("\\\\", "\\");
    let index: Value = serde_json::from_str(&data).expect("valid JSON");
    let places = index["doc_urls"].as_array().expect("the places that the search knows").iter();
    let of_the_page = places.enumerate().filter(|(_, place)| {
        place.as_str().is_some_and(|place| place.starts_with("symptoms.html"))
    });
    let known: Vec<_> = of_the_page
        .filter_map(|(number, _)| {
            index["index"]["documentStore"]["docs"][number.to_string()]["body"].as_str()
        })
        .collect();
    for Row { symptom, .. } in rows(&page(), "By message") {
        assert!(known.iter().any(|text| text.contains(&symptom)), "{symptom}");
    }
}
