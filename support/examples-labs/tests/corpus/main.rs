//! Grades the corpus: every solution and every right answer passes, every wrong one gets the refusal that its first
//! line names.

mod part;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use examples_labs::class::{Answer, PROJECT, Set};
use examples_labs::report::Graded;

/// Returns the answers in `FOLDER/EXERCISE/ANY.rs`.
fn answers(set: &Set, folder: &str) -> Vec<Answer> {
    let of = |exercise: String| {
        let files = rust_files(&set.folder().join(folder).join(&exercise));
        files.into_iter().map(move |file| Answer { exercise: exercise.clone(), file })
    };
    set.exercises().expect("the set has an info.toml").into_iter().flat_map(of).collect()
}

/// Returns the refusal that an answer must get.
fn refusal(text: &str) -> Option<String> {
    Some(text.lines().next()?.strip_prefix("// Refused: ")?.to_owned())
}

#[test]
#[ignore = "hundreds of answers take a minute of processor time to build, and half a minute to grade"]
fn each_answer_gets_its_verdict() {
    let set = Set::of_this_repository();
    let solutions = set.answers_in(&set.folder().join("solutions")).expect("there are solutions");
    let right = answers(&set, "right");
    let wrong = answers(&set, "wrong");
    for exercise in set.exercises().expect("the set has an info.toml") {
        let count = |answers: &[Answer]| {
            answers.iter().filter(|answer| answer.exercise == exercise).count()
        };
        assert_eq!(count(&solutions), 1, "`{exercise}` has a solution");
        assert!(count(&right) >= 1, "`{exercise}` has an unusual right answer");
        assert!(count(&wrong) >= 3, "`{exercise}` has three wrong answers");
    }
    let all = [solutions, right, wrong].concat();
    let only = std::env::var("LABS_ONLY").unwrap_or_default();
    let is_asked = |answer: &Answer| only.split(',').any(|only| answer.exercise == only);
    let all: Vec<_> =
        all.into_iter().filter(|answer| only.is_empty() || is_asked(answer)).collect();
    let (graded, differ) = grade(&set, "labs-corpus", &all);
    assert!(differ.is_empty(), "{}", differ.join("\n")); // says more than the page could
    if only.is_empty() {
        compare_with_the_book(&set, &all, &graded);
    }
}

/// The book shows the mistakes with what the graders say of them, as they said it.
fn compare_with_the_book(set: &Set, answers: &[Answer], graded: &[Graded]) {
    let mut now = String::from(
        "# Common mistakes\n\n\
         What the graders say of the wrong answers in `labs/wrong`, as a student reads it. Below each sentence stand what\n\
         helps, and the answers of which the grader says this. A test makes the page, and compares it with the next\n\
         verdicts. `labs/remedies.txt` has the remedies.\n",
    );
    for exercise in set.exercises().expect("the set has an info.toml") {
        now += &format!("\n## {exercise}\n\n");
        let mut mistakes: BTreeMap<_, (String, Vec<String>)> = BTreeMap::new();
        for (answer, graded) in answers.iter().zip(graded) {
            if graded.exercise == exercise
                && let Err(refusal) = &graded.verdict
            {
                let line = format!("- `{}`: {}.\n", refusal.id, refusal.sentence);
                let remedy = remedy(set, &exercise, &refusal.id);
                let remedy = remedy.unwrap_or_else(|| panic!("no remedy for `{}`", refusal.id));
                let (_, files) = mistakes
                    .entry(without_numbers(&line))
                    .or_insert((format!("{line}  - *What helps:* {remedy}\n"), Vec::new()));
                let file = answer.file.file_name().expect("an answer has a name").to_string_lossy();
                files.push(format!("[`{file}`](../../../labs/wrong/{exercise}/{file})"));
            }
        }
        for (line, files) in mistakes.into_values() {
            now += &format!("{line}  - *Seen in* {}.\n", files.join(", "));
        }
    }
    let page = set.folder().join("../docs/src/labs/mistakes.md");
    if std::env::var("SNAPSHOTS").is_ok_and(|word| word == "overwrite") {
        std::fs::write(&page, &now).expect("the page can be written");
    }
    let kept = std::fs::read_to_string(&page).unwrap_or_default().replace("\r\n", "\n");
    let again = "SNAPSHOTS=overwrite cargo test -p examples-labs --test corpus -- --ignored writes it again";
    let differ = kept
        .lines()
        .zip(now.lines())
        .find(|(kept, now)| without_numbers(kept) != without_numbers(now));
    assert_eq!(differ, None, "docs/src/labs/mistakes.md: {again}");
    assert_eq!(kept.lines().count(), now.lines().count(), "docs/src/labs/mistakes.md: {again}");
}

/// Returns what helps against a refusal: a line of `remedies.txt`.
fn remedy(set: &Set, exercise: &str, refusal: &str) -> Option<String> {
    let remedies = read(&set.folder().join("remedies.txt"));
    let of = |name: &str| {
        let mut lines = remedies.lines().filter_map(|line| line.split_once("  "));
        lines.find(|(known, _)| *known == name).map(|(_, remedy)| remedy.trim().to_owned())
    };
    of(&format!("{exercise}/{refusal}")).or_else(|| of(refusal))
}

#[test]
fn every_refusal_has_a_remedy() {
    let set = Set::of_this_repository();
    for Answer { exercise, file } in answers(&set, "wrong") {
        let refusal = refusal(&read(&file))
            .unwrap_or_else(|| panic!("{}: what is it refused for?", file.display()));
        let is_there = remedy(&set, &exercise, &refusal).is_some();
        assert!(is_there, "labs/remedies.txt: add a line that begins with `{refusal}  `");
    }
}

/// How many items were lost, say, may be another number each time.
fn without_numbers(text: &str) -> String {
    text.replace(|c: char| c.is_ascii_digit(), "")
}

/// Grades the answers, and compares each verdict with the one that the answer's first line names.
fn check(set: &Set, name: &str, answers: &[Answer]) {
    let (_, differ) = grade(set, name, answers);
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

/// Grades the answers, and returns also what differs from what they should get.
fn grade(set: &Set, name: &str, answers: &[Answer]) -> (Vec<Graded>, Vec<String>) {
    let graded = set.grade(name, answers).expect("the answers can be built");
    let mut differ = Vec::new();
    for (answer, graded) in answers.iter().zip(&graded) {
        let file = answer.file.strip_prefix(set.folder()).unwrap_or(&answer.file).display();
        let (got, sentence) = match &graded.verdict {
            Ok(()) => (None, "right"),
            Err(refusal) => (Some(refusal.id.clone()), refusal.sentence.as_str()),
        };
        let id = got.as_deref().unwrap_or_default();
        println!("{:.2} s  {file}: {id} {sentence}", graded.seconds);
        let expected = refusal(&read(&answer.file));
        if got != expected {
            let verdict = &graded.verdict;
            differ.push(format!("{file}: expected {expected:?}, got {got:?}: {verdict:#?}"));
        }
    }
    (graded, differ)
}

/// Returns the Rust files in a folder, in order.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let files = folder.read_dir().into_iter().flatten();
    let mut files: Vec<_> = files.map(|file| file.expect("it can be read").path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "rs"));
    files.sort();
    files
}

/// The set has a lock file of its own, since it is a workspace of its own. To make it anew, copy the
/// workspace's over it; cargo then removes what it does not need.
#[test]
fn the_set_has_the_versions_of_the_workspace() {
    let set = Set::of_this_repository();
    let packages = |file: &Path| -> Vec<String> {
        let text = read(file);
        let tables = text.split("\n[[package]]\n").filter(|table| table.contains("\nsource = "));
        tables.map(|table| table.lines().take(2).collect::<Vec<_>>().join(", ")).collect()
    };
    let workspace = packages(&set.folder().join("../Cargo.lock"));
    for package in packages(&set.folder().join("Cargo.lock")) {
        assert!(workspace.contains(&package), "not in the workspace's lock file: {package}");
    }
}

/// Whatever an answer does, it gets a verdict, and the right answer beside it is right.
#[test]
#[ignore = "it waits for what never ends, and builds a program again for each answer that does not compile"]
fn an_answer_that_misbehaves_gets_its_verdict() {
    let set = Set::of_this_repository();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/misbehaving");
    let answer = |file| Answer { exercise: "shared_counter".into(), file };
    let mut answers: Vec<_> = rust_files(&folder).into_iter().map(answer).collect();
    answers.push(answer(set.folder().join("solutions/threads/shared_counter.rs")));
    check(&set, "labs-misbehaving", &answers);
}

/// The page that a refusal names is the one that the exercise and its hint name, and it is there. The command that
/// prints it is tested in `examples-page`.
#[test]
fn the_pages_to_read_are_there() {
    let set = Set::of_this_repository();
    let hints = read(&set.folder().join("info.toml"));
    for Answer { exercise, file } in set.answers_in(set.folder()).expect("there are exercises") {
        let page = page(&exercise);
        let named = format!("\n// Read: cargo page {page}\n");
        assert!(read(&file).contains(&named), "{}: {named}", file.display());
        let (_, hint) =
            hints.split_once(&format!("name = \"{exercise}\"")).expect("it is in info.toml");
        let hint = hint.split("[[exercises]]").next().unwrap_or_default();
        let named = format!("\ncargo page {page}");
        let is_named = hint.split(&named).skip(1).any(|rest| rest.starts_with(['\n', '"']));
        assert!(is_named, "info.toml: the hint for `{exercise}` lacks a line `cargo page {page}`");
        let (chapter, heading) = page.split_once('#').unwrap_or((&page, ""));
        let is_there = |line: &str| heading.is_empty() || line == format!("## {heading}");
        let file = set.folder().join("../docs/src").join(format!("{chapter}.md"));
        assert!(read(&file).lines().any(is_there), "`{exercise}`: no {page}");
    }
}

/// Returns the page that the grader of an exercise names.
fn page(exercise: &str) -> String {
    let grader = format!("src/exercises/{exercise}.rs");
    let grader = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(grader));
    let (_, page) = grader.split_once("pub const PAGE: &str = \"").expect("it has a page");
    let (page, _) = page.split_once('"').expect("the page ends");
    page.to_owned()
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The table of the labs in the book has a row for each, with its minutes and the page that it belongs to, and
/// this page leads back. The scheme for grades counts a point for each five minutes.
#[test]
fn the_book_has_a_row_for_each_exercise() {
    let set = Set::of_this_repository();
    let book = set.folder().join("../docs/src");
    let table = read(&book.join("labs.md"));
    let mut points = 0;
    for Answer { exercise, file } in set.answers_in(set.folder()).expect("there are exercises") {
        let file = file.strip_prefix(set.folder()).expect("it was found there");
        let minutes = set.minutes(&exercise).expect("its first line names the minutes");
        let link = format!("labs/{})", file.display());
        let start = format!("| [`{exercise}`](../../{link} | {minutes}\u{a0}min |");
        let row = table.lines().find(|line| line.starts_with(&start));
        let row = row.unwrap_or_else(|| panic!("labs.md has no row that starts with {start}"));
        let page = page(&exercise);
        let (chapter, heading) = page.split_once('#').unwrap_or((&page, ""));
        let chapter = format!("{chapter}.md");
        let place =
            if heading.is_empty() { chapter.clone() } else { format!("{chapter}#{heading}") };
        assert!(row.contains(&format!("]({place})")), "labs.md: {place} is not in {row}");
        let leads_back = read(&book.join(&chapter)).contains(&link);
        assert!(leads_back, "{chapter} does not lead back to `{exercise}`");
        if exercise != PROJECT.0 {
            points += set.points(&exercise).expect("it has points");
        }
    }
    let course = read(&book.join("course.md"));
    let (project, most) = PROJECT;
    let row = format!("| Labs | {points} |");
    assert!(course.contains(&row), "course.md lacks `{row}`");
    let row = format!("| Project | 16 | `{project}`: {most} if it is right,");
    assert!(course.contains(&row), "course.md lacks `{row}`");
}
