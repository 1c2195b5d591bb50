//! Grades a folder of students' answers, prints a table, and writes it as CSV.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use examples_labs::class::{Answer, Found, Set};
use examples_labs::harmless;
use examples_labs::report::Graded;

const HELP: &str = "\
Grades a folder of students' answers.

usage: cargo run -p examples-labs -- DIR [FILE.csv]

DIR has a folder for each student, and in it, at any depth, files with the
names of exercises, such as `shared_counter.rs`. Prints a line for each answer,
and names each file that it does not grade. FILE.csv gets the same lines.
";

fn main() -> ExitCode {
    let words: Vec<OsString> = env::args_os().skip(1).collect();
    if words.iter().any(|word| word == "--help" || word == "-h") {
        print!("{HELP}");
        return ExitCode::SUCCESS;
    }
    let is_option = |word: &OsString| word.as_encoded_bytes().starts_with(b"-");
    let (folder, csv) = match &words[..] {
        [folder] if !is_option(folder) => (PathBuf::from(folder), None),
        [folder, csv] if !is_option(folder) && !is_option(csv) => {
            (PathBuf::from(folder), Some(PathBuf::from(csv)))
        }
        _ => {
            eprintln!("usage: cargo run -p examples-labs -- DIR [FILE.csv]; `--help` says more");
            return ExitCode::from(2);
        }
    };
    match grade(&folder, csv.as_deref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}

fn grade(folder: &Path, csv: Option<&Path>) -> io::Result<()> {
    let set = Set::of_this_repository();
    let Found { answers, others } = set.find(folder)?;
    for (path, why) in others {
        let path = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
        eprintln!("not graded: {}: {why}", harmless(&path));
    }
    let graded = set.grade("labs-class", &answers)?;
    let mut rows: Vec<_> = answers
        .iter()
        .zip(&graded)
        .map(|(answer, graded)| Row::new(folder, answer, graded))
        .chain(students_without(folder, &answers)?)
        .collect();
    rows.sort_by(|a, b| a.student.cmp(&b.student)); // Each student's answers keep the order of the set.

    print!("{}", table(&rows, set.exercises()?.len()));
    if let Some(csv) = csv {
        let written = fs::write(csv, as_csv(&rows));
        written
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", csv.display())))?;
    }
    Ok(())
}

/// A line of the table.
struct Row {
    student: String,
    exercise: String,
    right: bool,
    /// The refusal's name.
    id: String,
    sentence: String,
    seconds: f64,
    /// Where the answer is.
    file: String,
}

impl Row {
    fn new(folder: &Path, answer: &Answer, graded: &Graded) -> Self {
        let file = answer.file.strip_prefix(folder).expect("it was found in the folder");
        let (id, sentence) = match &graded.verdict {
            Ok(()) => ("right", ""),
            Err(refusal) => (&*refusal.id, &*refusal.sentence),
        };
        Self {
            student: student(file),
            exercise: graded.exercise.clone(),
            right: graded.verdict.is_ok(),
            id: id.into(),
            sentence: sentence.into(),
            seconds: graded.seconds,
            file: harmless(&file.to_string_lossy()),
        }
    }
}

/// Returns the name of the folder in which a file is.
fn student(file: &Path) -> String {
    let mut parts = file.iter();
    let first = parts.next().unwrap_or_default();
    if parts.next().is_none() { String::new() } else { harmless(&first.to_string_lossy()) }
}

/// Returns a line for each student who has no answer.
fn students_without(folder: &Path, answers: &[Answer]) -> io::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir()
            && !name.starts_with('.')
            && !answers.iter().any(|answer| answer.file.starts_with(&path))
        {
            rows.push(Row {
                student: harmless(&name),
                exercise: String::new(),
                right: false,
                id: "no_answer".into(),
                sentence: "there is no file with the name of an exercise".into(),
                seconds: 0.0,
                file: String::new(),
            });
        }
    }
    Ok(rows)
}

fn table(rows: &[Row], exercises: usize) -> String {
    let width = |text: fn(&Row) -> &str| {
        rows.iter().map(|row| text(row).chars().count()).max().unwrap_or(0)
    };
    let (student, exercise) = (width(|row| &row.student), width(|row| &row.exercise));
    let id = width(|row| &row.id);
    let mut text = String::new();
    let mut totals = BTreeMap::<&str, (usize, usize)>::new();
    for row in rows {
        let line = format!(
            "{:student$}  {:exercise$}  {:id$}  {}",
            row.student, row.exercise, row.id, row.sentence
        );
        text += line.trim_end();
        text.push('\n');
        let (right, all) = totals.entry(&row.student).or_default();
        *right += usize::from(row.right);
        *all += usize::from(!row.exercise.is_empty());
    }
    for (name, (right, all)) in &totals {
        let name = if name.is_empty() { "in no student's folder" } else { name };
        let line =
            format!("{name}: {right} of {all} answers are right; there are {exercises} exercises");
        writeln!(text, "{line}").expect("a string takes all");
    }
    let right = rows.iter().filter(|row| row.right).count();
    let all = rows.iter().filter(|row| !row.exercise.is_empty()).count();
    writeln!(text, "{right} of {all} answers are right").expect("a string takes all");
    text
}

fn as_csv(rows: &[Row]) -> String {
    let mut text = String::from("student,exercise,right,refusal,seconds,sentence,file\n");
    for Row { student, exercise, right, id, sentence, seconds, file } in rows {
        let id = if *right { "" } else { id };
        let (student, exercise) = (quoted(student), quoted(exercise));
        let (sentence, file) = (quoted(sentence), quoted(file));
        writeln!(text, "{student},{exercise},{right},{id},{seconds:.2},{sentence},{file}")
            .expect("a string takes all");
    }
    text
}

/// A program for tables takes what begins with such a letter for a formula.
fn quoted(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@']) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}
