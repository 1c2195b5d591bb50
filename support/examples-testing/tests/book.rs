//! The book and the README point only at what is there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use examples_book::show::prose;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("the workspace's folder")
        .to_path_buf()
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

/// The book's pages, in `docs/src` and its folders.
fn book() -> Vec<PathBuf> {
    let source = root().join("docs/src");
    let folders =
        source.read_dir().expect("a readable folder").map(|entry| entry.expect("readable").path());
    let folders = folders.filter(|path| path.is_dir()).chain([source.clone()]);
    folders.flat_map(|folder| files_in(&folder, "md")).collect()
}

/// The book's pages, and the other pages that a forge shows.
fn pages() -> Vec<PathBuf> {
    let mut pages = book();
    pages.extend(files_in(&root(), "md"));
    pages
}

/// What stands between each `before` and the next `after`.
fn between<'a>(text: &'a str, before: &'a str, after: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(before).skip(1).filter_map(move |rest| Some(rest.split_once(after)?.0))
}

/// On a forge and in an editor a page is what its file says.
#[test]
fn every_page_can_be_read_without_mdbook() {
    for page in pages() {
        let is_whole = !read(&page).contains("{{#");
        assert!(is_whole, "{}: write `<!-- show: FILE -->`, see CONTRIBUTING.md", page.display());
    }
}

#[test]
fn every_link_leads_somewhere() {
    let mut dead = Vec::new();
    let mut known = BTreeMap::new(); // Hundreds of links lead to the same pages.
    for page in pages() {
        let text = prose(&read(&page));
        for link in between(&text, "](", ")").filter(|link| !link.starts_with("http")) {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let path = if file.is_empty() { page.clone() } else { page.with_file_name(file) };
            let mut has_heading = |path: PathBuf| {
                let anchors =
                    known.entry(path).or_insert_with_key(|path| anchors(&prose(&read(path))));
                anchors.contains(heading)
            };
            let is_there =
                path.canonicalize().is_ok_and(|path| heading.is_empty() || has_heading(path));
            if !is_there {
                dead.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(dead.is_empty(), "these links lead nowhere:\n{}", dead.join("\n"));
}

/// As above, but in what a reader of the built book gets: mdBook rewrites links and adds its own.
#[test]
#[ignore = "needs the built book: `mdbook build docs`"]
fn every_link_of_the_built_book_leads_somewhere() {
    let mut seen = 0;
    for page in pages_below(&root().join("docs/book")) {
        let text = read(&page);
        let links = ["href", "src"].map(|name| format!(" {name}=\""));
        for link in links.iter().flat_map(|before| between(&text, before, "\"")) {
            if link.contains(':') {
                continue; // the web, or data
            }
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let file = file.split('?').next().unwrap_or_default();
            let path = if file.is_empty() { page.clone() } else { page.with_file_name(file) };
            assert!(path.exists(), "{}: link to {link}", page.display());
            let is_there = || read(&path).contains(&format!(" id=\"{anchor}\""));
            assert!(anchor.is_empty() || is_there(), "{}: {link}", page.display());
            seen += 1;
        }
    }
    assert!(seen > 0, "the book is built: `mdbook build docs`");
    println!("{seen} links of the built book lead somewhere");
}

/// The HTML pages in a folder and those below.
fn pages_below(folder: &Path) -> Vec<PathBuf> {
    let mut pages = files_in(folder, "html");
    let entries = folder.read_dir().expect("a readable folder");
    for entry in entries.map(|entry| entry.expect("a readable folder").path()) {
        if entry.is_dir() {
            pages.extend(pages_below(&entry));
        }
    }
    pages
}

/// Tokio's interfaces say `cancelled`, so the pages do.
#[test]
fn cancelled_has_one_spelling() {
    for page in pages() {
        let text = prose(&read(&page)).to_lowercase();
        assert!(!text.contains("canceled") && !text.contains("canceling"), "{}", page.display());
    }
}

/// Returns the anchors that mdBook and forges make of a page's headings, and those that stand in it.
fn anchors(page: &str) -> BTreeSet<String> {
    let titles = page.lines().filter_map(|line| line.strip_prefix('#'));
    let written = between(page, "<a id=\"", "\"").map(str::to_string);
    titles
        .map(|title| {
            let words = title.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
            words.chars().filter(|c| c.is_alphanumeric() || "-_".contains(*c)).collect()
        })
        .chain(written)
        .collect()
}

#[test]
fn the_summary_names_every_page() {
    let source = root().join("docs/src");
    let summary = read(&source.join("SUMMARY.md"));
    for page in book() {
        let name = page.strip_prefix(&source).expect("a page of the book").display().to_string();
        let name = name.replace('\\', "/");
        assert!(name == "SUMMARY.md" || summary.contains(&format!("({name})")), "{name}");
    }
}

/// The book names tests as proof; a word in backticks with three underscores or more is one, or
/// else a function, a listing, a refused program or one that checkers are compared on.
#[test]
fn every_test_that_the_book_names_exists() {
    let mut known = String::new();
    for wing in [root(), root().join("support")] {
        for entry in wing.read_dir().expect("a readable folder") {
            let package = entry.expect("a readable folder").path();
            for folder in ["src", "tests", "tests/it"].map(|name| package.join(name)) {
                if folder.is_dir() {
                    files_in(&folder, "rs").iter().for_each(|file| known.push_str(&read(file)));
                }
            }
            for folder in ["refused", "programs/wrong", "programs/right"] {
                let folder = package.join(folder);
                let files = if folder.is_dir() { files_in(&folder, "rs") } else { Vec::new() };
                let names = files.iter().filter_map(|file| file.file_stem()?.to_str());
                names.for_each(|name| known.push_str(&format!("pub mod {name};")));
            }
        }
    }
    let known: BTreeSet<_> =
        between(&known, "fn ", "(").chain(between(&known, "pub mod ", ";")).collect();
    let mut seen = 0;
    // The page of mistakes names refusals.
    for page in pages().into_iter().filter(|page| !page.ends_with("labs/mistakes.md")) {
        for word in prose(&read(&page)).split('`') {
            let is_name =
                word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            if is_name && word.matches('_').count() >= 3 {
                assert!(known.contains(word), "{} names a test `{word}`", page.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 0, "the book names tests");
}

/// Where each listing of the articles has its home: the row, the package, the listing. The rows
/// number the listings of article A and of article B in order; a row may have several homes.
/// Rows that only the book treats are in `CHAPTERS`.
const HOMES: [(&str, &str, &str); 29] = [
    ("A1", "examples-threads", "spawn_join"),
    ("A2", "examples-tokio", "http_get"),
    ("A3", "examples-rayon", "squares"),
    ("A4", "examples-crossbeam", "fan_in"),
    ("A5", "examples-combined", "three_libraries"),
    ("A6", "examples-worker-pool", "goroutines"),
    ("A7", "examples-worker-pool", "ping"),
    ("A8", "examples-worker-pool", "worker_pool"),
    ("B1", "examples-scope", "process_parallel"),
    ("B2", "examples-rayon", "fallible"),
    ("B2", "examples-rayon", "aggregate"),
    ("B2", "examples-rayon", "fold_reduce"),
    ("B2", "examples-rayon", "atomic_pitfall"),
    ("B3", "examples-crossbeam", "bounded_pipeline"),
    ("B4", "examples-smol", "join_two"),
    ("B5", "examples-combined", "hybrid_pipeline"),
    ("B6", "examples-rayon", "images"),
    ("B7", "examples-tokio", "http_server"),
    ("B8", "examples-combined", "batch_pipeline"),
    ("B9", "examples-scope", "arc_mutex_or_borrow"),
    ("B10", "examples-tokio", "cpu_in_async"),
    ("B11", "examples-tokio", "async_file_io"),
    ("B11", "examples-rayon", "files"),
    ("B13", "examples-tokio", "borrow_in_async"),
    ("B14", "examples-rayon", "chunks"),
    ("B15", "examples-rayon", "atomic_pitfall"),
    ("B15", "examples-threads", "shared_counter"),
    ("B16", "examples-constrained", "no_threads"),
    ("B16", "examples-constrained", "no_heap"),
];

/// Rows without a listing of their own, and the chapter that treats them: scoped threads of
/// Crossbeam or std, "tasks don't directly share memory", the four rules for choosing, a wrong
/// link.
const CHAPTERS: [(&str, &str); 4] = [
    ("A9", "crossbeam.md"),
    ("A10", "from-go.md"),
    ("B12", "decision-guide.md"),
    ("B17", "errata.md"),
];

#[test]
fn every_row_of_the_articles_has_a_home() {
    let articles = read(&root().join("docs/src/articles.md"));
    for (row, package, listing) in HOMES {
        let page = format!("({}/{listing}.md)", package.trim_start_matches("examples-"));
        assert!(articles.contains(&page), "{row}: articles.md lacks {page}");
    }
    for (row, chapter) in CHAPTERS {
        assert!(root().join("docs/src").join(chapter).is_file(), "{row}: no chapter {chapter}");
    }
}

/// With what a verdict on a page begins.
const VERDICTS: [&str; 9] = [
    "Holds",
    "Not so",
    "Not here",
    "Not decided",
    "Not judged",
    "Too noisy",
    "Works",
    "Does not compile",
    "A sketch",
];

#[test]
fn every_verdict_of_a_page_is_in_the_table_of_verdicts() {
    let answers = read(&root().join("docs/src/articles.md"));
    let (_, table) = answers.split_once("| Verdict | Means |").expect("a table of verdicts");
    let (table, _) = table.split_once("\n\n").expect("the table ends");
    let known: BTreeSet<_> = table.split('*').skip(1).step_by(2).collect();
    let mut unknown = Vec::new();
    for page in book() {
        let text = prose(&read(&page)).replace("**", "");
        let paragraphs = text.split("\n\n");
        for words in paragraphs.flat_map(|text| text.split('*').skip(1).step_by(2)) {
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            let word = words.trim_end_matches(['.', ':', ',']);
            let is_verdict = VERDICTS.iter().any(|verdict| word.starts_with(verdict));
            if is_verdict && word.len() < 20 && !known.contains(word) {
                unknown.push(format!("{}: {word}", page.display()));
            }
        }
    }
    assert!(unknown.is_empty(), "not in the table of articles.md: {unknown:#?}");
}

/// Each quotation of `docs/articles.txt`, and the answer to it.
fn quotations_and_answers() -> Vec<(String, String)> {
    let text = read(&root().join("docs/articles.txt"));
    let (mut answered, mut open): (Vec<(String, String)>, Vec<String>) = (Vec::new(), Vec::new());
    let others = ["#", "article ", "heading: ", "part: ", "also: ", "listing: "];
    let mut is_answer = false;
    for line in text.lines() {
        if let Some(words) = line.strip_prefix("    ") {
            if is_answer {
                let all = answered.iter_mut().rev().take(open.len());
                all.for_each(|(_, answer)| answer.push_str(&format!(" {words}")));
            } else {
                answered.extend(open.iter().map(|it| (it.clone(), words.to_string())));
            }
            is_answer = true;
        } else {
            if is_answer {
                open.clear();
            }
            is_answer = false;
            if !line.is_empty() && !others.iter().any(|other| line.starts_with(other)) {
                open.push(line.to_string());
            }
        }
    }
    answered
}

/// Returns `Holds, but`, or the name of the measurement that has the verdict.
fn verdict_of(answer: &str) -> &str {
    let marks = ['*', '{', '}'];
    answer.trim_start_matches(marks).split(marks).next().unwrap_or_default().trim_end_matches('.')
}

#[test]
fn the_same_claim_has_the_same_verdict_everywhere() {
    let answered = quotations_and_answers();
    assert!(answered.len() > 150, "{}", answered.len());
    for (said, answer) in &answered {
        for (_, other) in answered.iter().filter(|(it, _)| it.eq_ignore_ascii_case(said)) {
            assert_eq!(verdict_of(answer), verdict_of(other), "“{said}” has two verdicts");
        }
    }
    for file in files_in(&root().join("examples-performance/report"), "txt") {
        let name = file.file_stem().and_then(|name| name.to_str()).expect("a name").to_string();
        let report = read(&file);
        let Some((opening, _)) = report.split_once("    the article  ") else { continue };
        if name == "report" {
            continue;
        }
        // The answer takes its verdict from the report.
        let measured = format!("{{{name}}}");
        let is_used = answered.iter().any(|(_, answer)| answer.starts_with(&measured));
        assert!(is_used, "docs/articles.txt: no answer begins with `{measured}`");
        let opening = opening.split_whitespace().collect::<Vec<_>>().join(" ");
        for quotation in between(&opening, "“", "”") {
            for (said, answer) in answered.iter().filter(|(said, _)| said == quotation) {
                assert!(answer.starts_with(&measured), "“{said}” does not begin with `{measured}`");
            }
        }
    }
}

/// The listings whose page shows their timeline, by section and name: what they teach is in what
/// their threads do.
const TIMELINES: &[(&str, &str)] = &[
    ("threads", "spawn_join"),
    ("threads", "lock_order"),
    ("threads", "preemption"),
    ("rayon", "images"),
    ("tokio", "many_tasks"),
    ("tokio", "cpu_in_async"),
    ("tokio", "async_file_io"),
    ("smol", "join_two"),
    ("combined", "three_libraries"),
    ("combined", "pipeline_inside_rayon"),
    ("worker-pool", "worker_pool"),
];

#[test]
fn no_listing_has_lost_its_timeline() {
    let source = root().join("docs/src");
    for &(section, listing) in TIMELINES {
        let page = read(&source.join(section).join(format!("{listing}.md")));
        let picture = format!("timelines/{section}/{listing}.svg");
        // A link to the picture itself, where its hover texts work.
        let is_shown = page.contains(&format!("](../{picture})](../{picture})"));
        assert!(is_shown, "{section}/{listing}.md does not show {picture} as a link");
        let text = read(&source.join(&picture));
        let document = roxmltree::Document::parse(&text).expect("a picture is valid XML");
        // A page shows a picture without them as 0 × 0 pixels.
        let is_sized = ["width", "height"].map(|side| document.root_element().has_attribute(side));
        assert_eq!(is_sized, [true; 2], "{picture} has no width or height");
        let title = document.root_element().first_element_child().and_then(|title| title.text());
        let expected = format!("timeline of {listing}: ");
        assert!(title.is_some_and(|title| title.starts_with(&expected)), "{picture}: {title:?}");
    }
    let mut pictures = 0;
    for folder in source.join("timelines").read_dir().expect("a readable folder") {
        let folder = folder.expect("a readable folder").path();
        pictures += if folder.is_dir() { files_in(&folder, "svg").len() } else { 0 };
    }
    assert_eq!(pictures, TIMELINES.len(), "there is a picture that is not in the list");
}
