//! Grades the whole corpus: every solution and every right answer passes, every wrong one gets the refusal
//! that its first line names.

use std::path::Path;

use labs::class::{Answer, Set};

/// Returns the answers in `FOLDER/EXERCISE/ANY.rs`.
fn answers(set: &Set, folder: &str) -> Vec<Answer> {
    let mut answers = Vec::new();
    for exercise in set.exercises().expect("the set has an info.toml") {
        let Ok(files) = set.folder().join(folder).join(&exercise).read_dir() else { continue };
        let mut files: Vec<_> =
            files.map(|file| file.expect("the folder can be read").path()).collect();
        files.sort();
        let answer = |file| Answer { exercise: exercise.clone(), file };
        answers.extend(files.into_iter().map(answer));
    }
    answers
}

/// Returns the refusal that an answer must get.
fn refusal(file: &Path) -> Option<String> {
    let text = std::fs::read_to_string(file).expect("the file can be read");
    Some(text.lines().next()?.strip_prefix("// Refused: ")?.to_owned())
}

#[test]
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
    let all: Vec<_> =
        all.into_iter().filter(|answer| only.is_empty() || answer.exercise == only).collect();
    let graded = set.grade("labs-corpus", &all).expect("the corpus can be built");
    let mut differ = Vec::new();
    for (answer, graded) in all.iter().zip(graded) {
        let file = answer.file.strip_prefix(set.folder()).expect("it is in the set").display();
        let got = graded.verdict.as_ref().err().map(|refusal| refusal.id.clone());
        let sentence = graded.verdict.as_ref().err().map(|refusal| refusal.sentence.as_str());
        println!("{:.2} s  {file}: {}", graded.seconds, sentence.unwrap_or("right"));
        let expected = refusal(&answer.file);
        if got != expected {
            differ
                .push(format!("{file}: expected {expected:?}, got {got:?}: {:#?}", graded.verdict));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

/// The set has a lock file of its own, since it is a workspace of its own. To make it anew, copy the
/// workspace's over it; cargo then removes what it does not need.
#[test]
fn the_set_has_the_versions_of_the_workspace() {
    let set = Set::of_this_repository();
    let packages = |file: &Path| -> Vec<String> {
        let text = std::fs::read_to_string(file).expect("there is a lock file");
        let tables = text.split("\n[[package]]\n").filter(|table| table.contains("\nsource = "));
        tables.map(|table| table.lines().take(2).collect::<Vec<_>>().join(", ")).collect()
    };
    let workspace = packages(&set.folder().join("../Cargo.lock"));
    for package in packages(&set.folder().join("Cargo.lock")) {
        assert!(workspace.contains(&package), "not in the workspace's lock file: {package}");
    }
}
