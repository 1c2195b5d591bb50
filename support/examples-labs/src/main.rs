//! Grades a folder of students' answers, prints a table, and writes it as CSV.
//!
//! `cargo run -p examples-labs -- DIR [FILE.csv]`: `DIR` has a folder for each student, and in it, at any
//! depth, files with the names of exercises, such as `shared_counter.rs`.

use std::env;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use examples_labs::class::{Answer, Set};
use examples_labs::report::Graded;

fn main() -> ExitCode {
    let mut words = env::args_os().skip(1).map(PathBuf::from);
    let (Some(folder), csv, None) = (words.next(), words.next(), words.next()) else {
        eprintln!("usage: cargo run -p examples-labs -- DIR [FILE.csv]");
        return ExitCode::from(2);
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
    let answers = set.answers_in(folder)?;
    let graded = set.grade("labs-class", &answers)?;
    let mut rows: Vec<_> =
        answers.iter().map(|answer| student(folder, answer)).zip(&graded).collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0)); // Each student's answers keep the order of the set.

    print!("{}", table(&rows));
    if let Some(csv) = csv {
        fs::write(csv, as_csv(&rows))?;
    }
    Ok(())
}

/// Returns the name of the folder in which the answer is.
fn student(folder: &Path, answer: &Answer) -> String {
    let path = answer.file.strip_prefix(folder).expect("it was found in the folder");
    let first = path.iter().next().expect("it is more than the folder").to_string_lossy();
    if path.iter().count() == 1 { String::new() } else { first.into_owned() }
}

fn verdict(graded: &Graded) -> (&str, &str) {
    graded
        .verdict
        .as_ref()
        .map_or_else(|refusal| (&*refusal.id, &*refusal.sentence), |()| ("right", ""))
}

fn table(rows: &[(String, &Graded)]) -> String {
    let width = |texts: &mut dyn Iterator<Item = &str>| {
        texts.map(|text| text.chars().count()).max().unwrap_or(0)
    };
    let student = width(&mut rows.iter().map(|(student, _)| &**student));
    let exercise = width(&mut rows.iter().map(|(_, graded)| &*graded.exercise));
    let id = width(&mut rows.iter().map(|(_, graded)| verdict(graded).0));
    let mut text = String::new();
    for (name, graded) in rows {
        let (verdict, sentence) = verdict(graded);
        let line =
            format!("{name:student$}  {:exercise$}  {verdict:id$}  {sentence}", graded.exercise);
        text += line.trim_end();
        text.push('\n');
    }
    let right = rows.iter().filter(|(_, graded)| graded.verdict.is_ok()).count();
    writeln!(text, "{right} of {} answers are right", rows.len()).expect("a string takes all");
    text
}

fn as_csv(rows: &[(String, &Graded)]) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut text = String::from("student,exercise,right,refusal,seconds,sentence\n");
    for (student, graded) in rows {
        let (id, sentence) = verdict(graded);
        let right = graded.verdict.is_ok();
        let id = if right { "" } else { id };
        let (student, exercise) = (quoted(student), quoted(&graded.exercise));
        let (seconds, sentence) = (graded.seconds, quoted(sentence));
        writeln!(text, "{student},{exercise},{right},{id},{seconds:.2},{sentence}")
            .expect("a string takes all");
    }
    text
}
