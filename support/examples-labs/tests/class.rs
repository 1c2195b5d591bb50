//! Grades folders as an instructor does, with files that no exercise asks for.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::thread;

const SOLUTION: &str = include_str!("../../../labs/solutions/threads/join_all.rs");
const EXERCISE: &str = include_str!("../../../labs/exercises/threads/join_all.rs");

/// It writes a verdict of its own, leaves a process and a file behind, and panics with what a terminal obeys.
const HOSTILE: &str = r#"
fn squares(_inputs: Vec<u64>, _work: fn(u64) -> u64) -> Vec<u64> {
    let file = std::env::var("LABS_CHILD").unwrap();
    std::fs::write(file, "{\"right\":null}").unwrap();
    std::process::Command::new("sleep").arg("987").spawn().unwrap();
    std::fs::write(std::env::temp_dir().join("left_by_a_hostile_answer"), "x").unwrap();
    panic!("\x1b[31m{}", "x".repeat(100_000))
}

fn main() {}

labs::exercise! {
    #[test]
    fn join_all(squares);
}
"#;

/// It takes the grader's place.
const FORGED: &str = r#"
fn squares(_inputs: Vec<u64>, _work: fn(u64) -> u64) -> Vec<u64> {
    extern crate labs as real;
    real::judge::test("join_all", "", "", || Ok(()));
    Vec::new()
}

fn main() {}

labs::exercise! {
    #[test]
    fn join_all(squares);
}
"#;

/// It is right, and speaks of the crate that it no longer is.
const A_CRATE: &str = r#"//! A crate.
#![allow(dead_code)]

use crate::inner::start;

mod inner {
    use ::std::thread;

    pub fn start(work: impl FnOnce() -> u64 + Send + 'static) -> thread::JoinHandle<u64> {
        thread::spawn(work)
    }
}

fn squares(inputs: Vec<u64>, work: fn(u64) -> u64) -> Vec<u64> {
    let all: Vec<_> = inputs.into_iter().map(|input| start(move || work(input))).collect();
    all.into_iter().map(|one| one.join().unwrap()).collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn join_all(squares);
}
"#;

fn grade(folder: &Path) -> (Output, String) {
    let csv = folder.with_extension("csv");
    let output = Command::new(env!("CARGO_BIN_EXE_examples-labs"))
        .args([folder, &csv, &folder.with_extension("totals")])
        .output();
    let output = output.expect("the program is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let csv = fs::read_to_string(csv).expect("it was written");
    (output, csv)
}

/// Writes files into `FOLDER/STUDENT/join_all.rs`.
fn class(folder: &Path, name: &str, answers: &[(&str, &[u8])]) -> PathBuf {
    let folder = folder.join(name);
    for (student, text) in answers {
        fs::create_dir_all(folder.join(student)).expect("the folder can be made");
        fs::write(folder.join(student).join("join_all.rs"), text).expect("it can be written");
    }
    folder
}

#[test]
#[ignore = "it builds two programs"]
fn each_file_has_its_verdict_whatever_the_others_are() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let unsafe_code = SOLUTION.replace("fn main() {", "fn main() {\n    unsafe {}");
    let unchanged = format!("// Mine.\n\n{EXERCISE}");
    let answers: [(&str, &[u8], &str); 10] = [
        ("a_crate", A_CRATE.as_bytes(), "right"),
        (
            "does_not_compile",
            b"labs::exercise! { #[test] fn join_all(squares); }",
            "does_not_compile",
        ),
        ("empty", b"", "no_exercise"),
        ("forged", FORGED.as_bytes(), "forged"),
        ("hostile", HOSTILE.as_bytes(), "panicked"),
        ("no_exercise", b"fn main() {}", "no_exercise"),
        ("no_text", b"\xff\xfe", "unreadable"),
        ("solution", SOLUTION.as_bytes(), "right"),
        ("unchanged", unchanged.as_bytes(), "unchanged"),
        ("unsafe_code", unsafe_code.as_bytes(), "does_not_compile"),
    ];
    let texts = answers.map(|(student, text, _)| (student, text));
    let first = class(folder.path(), "first", &texts);
    fs::create_dir(first.join("without")).expect("the folder can be made");
    fs::write(first.join("notes.txt"), "").expect("it can be written");
    let second = class(folder.path(), "second", &[("alone", SOLUTION.as_bytes())]);

    // Two gradings at the same time don't touch each other.
    let ((output, csv), (_, alone)) = thread::scope(|s| {
        let first = s.spawn(|| grade(&first));
        let second = s.spawn(|| grade(&second));
        (first.join().expect("it is graded"), second.join().expect("it is graded"))
    });
    for (student, _, id) in answers {
        let start = match id {
            "right" => format!("\"{student}\",\"join_all\",true,,"),
            _ => format!("\"{student}\",\"join_all\",false,{id},"),
        };
        assert!(csv.lines().any(|line| line.starts_with(&start)), "{start}\n{csv}");
    }
    assert!(csv.contains("\"without\",\"\",false,no_answer,"), "{csv}");
    assert!(alone.contains("\"alone\",\"join_all\",true,,"), "{alone}");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("solution: 1 of 1 answers are right; 1 of 69 points"), "{said}");
    let totals = fs::read_to_string(first.with_extension("totals")).expect("it was written");
    assert!(totals.contains("\n\"solution\",1,1,0,1\n"), "{totals}");
    assert!(!said.contains('\u{1b}') && said.len() < 8000, "{said}");
    let named = String::from_utf8_lossy(&output.stderr);
    assert!(
        named.contains("not graded: notes.txt: its name is not that of an exercise"),
        "{named}"
    );
    assert!(!std::env::temp_dir().join("left_by_a_hostile_answer").exists());
    assert!(!is_running(&["sleep", "987"]));
}

/// Returns whether there is a process with this command line, where the system tells.
fn is_running(words: &[&str]) -> bool {
    let line = words.iter().map(|word| format!("{word}\0")).collect::<String>();
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes.into_iter().any(|process| {
        fs::read(process.path().join("cmdline")).is_ok_and(|found| found == line.as_bytes())
    })
}

#[test]
fn help_and_a_wrong_command_line() {
    let run = |words: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_examples-labs")).args(words).output();
        output.expect("the program is there")
    };
    let help = run(&["--help"]);
    assert!(help.status.success() && help.stdout.starts_with(b"Grades a folder"));
    for words in [&[][..], &["--fast", "a"], &["a", "b", "c", "d"]] {
        assert_eq!(run(words).status.code(), Some(2), "{words:?}");
    }
    let missing = run(&["no/such/folder"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(missing.stderr.starts_with(b"examples-labs: no/such/folder: "));
    let empty = tempfile::tempdir().expect("a folder can be made");
    let name = empty.path().to_str().expect("its name is text");
    let output = run(&[name]);
    assert_eq!((output.status.code(), &*output.stdout), (Some(1), &b""[..]));
    let says = format!("examples-labs: {name}: there is no file with the name of an exercise\n");
    assert_eq!(String::from_utf8_lossy(&output.stderr), says);
}
