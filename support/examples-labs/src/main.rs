//! Grades a folder of students' answers, prints a table, and writes it as CSV.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use examples_common::{finish, help, put, refuse};
use examples_labs::class::{Answer, Found, PROJECT, Set};
use examples_labs::harmless;
use examples_labs::report::Graded;

const HELP: &str = "\
Grades a folder of students' answers.

usage: cargo run -p examples-labs -- DIR [FILE.csv [TOTALS.csv]]

DIR has a folder for each student, and in it, at any depth, files with the
names of exercises, such as `shared_counter.rs`. Prints a line for each answer,
and names each file that it does not grade. FILE.csv gets the same lines,
TOTALS.csv a line with the points of each student.

Exit status: 0 all is graded, 1 the answers can't be graded or the tables can't
be written, 2 a wrong command line.";

fn main() -> ExitCode {
    finish("examples-labs", answer())
}

fn answer() -> anyhow::Result<u8> {
    let words: Vec<OsString> = env::args_os().skip(1).collect();
    if words.iter().any(|word| word == "--help" || word == "-h") {
        help(HELP)?;
        return Ok(0);
    }
    let is_option = |word: &OsString| word.as_encoded_bytes().starts_with(b"-");
    let words: Vec<_> = match &*words {
        [_, ..] if words.len() <= 3 && !words.iter().any(is_option) => {
            words.iter().map(Path::new).collect()
        }
        _ => {
            let usage = "usage: cargo run -p examples-labs -- DIR [FILE.csv [TOTALS.csv]]";
            return Err(refuse(format!("{usage}; `--help` says more")));
        }
    };
    let folder = words[0];
    let set = Set::of_this_repository();
    let rows = grade(&set, folder).with_context(|| folder.display().to_string())?;
    // Neither is lost if the other can't be written.
    let printed = put(&table(&rows, &set)?);
    for (file, text) in words[1..].iter().zip([as_csv(&rows), totals_as_csv(&rows)]) {
        fs::write(file, text).with_context(|| format!("can't write {}", file.display()))?;
    }
    printed?;
    Ok(0)
}

fn grade(set: &Set, folder: &Path) -> anyhow::Result<Vec<Row>> {
    let Found { answers, others } = set.find(folder)?;
    for (path, why) in others {
        let path = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
        let _ = writeln!(io::stderr(), "not graded: {}: {why}", harmless(&path));
    }
    let graded = set.grade("labs-class", &answers)?;
    let mut rows = students_without(folder, &answers)?;
    for (answer, graded) in answers.iter().zip(&graded) {
        rows.push(Row::new(folder, answer, graded, set.points(&answer.exercise)?));
    }
    if rows.is_empty() {
        bail!("there is no file with the name of an exercise");
    }
    rows.sort_by(|a, b| a.student.cmp(&b.student)); // Each student's answers keep the order of the set.
    Ok(rows)
}

/// A line of the table.
struct Row {
    student: String,
    exercise: String,
    right: bool,
    /// The refusal's name.
    id: String,
    /// What a right answer has.
    most_points: u32,
    sentence: String,
    seconds: f64,
    /// Where the answer is.
    file: String,
}

impl Row {
    fn new(folder: &Path, answer: &Answer, graded: &Graded, most_points: u32) -> Self {
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
            most_points,
            sentence: sentence.into(),
            seconds: graded.seconds,
            file: harmless(&file.to_string_lossy()),
        }
    }

    fn points(&self) -> u32 {
        if self.right { self.most_points } else { 0 }
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
                most_points: 0,
                sentence: "there is no file with the name of an exercise".into(),
                seconds: 0.0,
                file: String::new(),
            });
        }
    }
    Ok(rows)
}

/// What a student has reached.
#[derive(Default)]
struct Total<'a> {
    answers: usize,
    right: usize,
    /// The points of each exercise. An exercise counts once, however many files answer it.
    points: BTreeMap<&'a str, u32>,
}

impl Total<'_> {
    /// Returns the points of the labs, and of the project.
    fn points(&self) -> (u32, u32) {
        let project = self.points.get(PROJECT.0).copied().unwrap_or(0);
        (self.points.values().sum::<u32>() - project, project)
    }
}

/// Returns the total of each student, by name.
fn totals(rows: &[Row]) -> BTreeMap<&str, Total<'_>> {
    let mut totals = BTreeMap::<&str, Total>::new();
    for row in rows {
        let total = totals.entry(&row.student).or_default();
        total.right += usize::from(row.right);
        total.answers += usize::from(!row.exercise.is_empty());
        let points = total.points.entry(&row.exercise).or_default();
        *points = row.points().max(*points);
    }
    totals
}

fn table(rows: &[Row], set: &Set) -> anyhow::Result<String> {
    let width = |text: fn(&Row) -> &str| {
        rows.iter().map(|row| text(row).chars().count()).max().unwrap_or(0)
    };
    let (student, exercise) = (width(|row| &row.student), width(|row| &row.exercise));
    let id = width(|row| &row.id);
    let mut text = String::new();
    for row in rows {
        let line = format!(
            "{:student$}  {:exercise$}  {:id$}  {}",
            row.student, row.exercise, row.id, row.sentence
        );
        text += line.trim_end();
        text.push('\n');
    }
    let exercises = set.exercises()?;
    let most = exercises.iter().map(|name| set.points(name)).sum::<io::Result<u32>>()?;
    for (name, total) in totals(rows) {
        let Total { right, answers, .. } = total;
        let (labs, project) = total.points();
        let name = if name.is_empty() { "in no student's folder" } else { name };
        text += &format!(
            "{name}: {right} of {answers} answers are right; {} of {most} points for {} exercises\n",
            labs + project,
            exercises.len()
        );
    }
    let right = rows.iter().filter(|row| row.right).count();
    let all = rows.iter().filter(|row| !row.exercise.is_empty()).count();
    text += &format!("{right} of {all} answers are right\n");
    Ok(text)
}

fn as_csv(rows: &[Row]) -> String {
    let mut text = String::from("student,exercise,right,refusal,points,of,seconds,sentence,file\n");
    for row in rows {
        let Row { student, exercise, right, id, most_points, sentence, seconds, file } = row;
        let id = if *right { "" } else { id };
        let (student, exercise, points) = (quoted(student), quoted(exercise), row.points());
        let (sentence, file) = (quoted(sentence), quoted(file));
        text += &format!(
            "{student},{exercise},{right},{id},{points},{most_points},{seconds:.2},{sentence},{file}\n"
        );
    }
    text
}

fn totals_as_csv(rows: &[Row]) -> String {
    let mut text = String::from("student,right,labs,project,total\n");
    for (name, total) in totals(rows) {
        let (labs, project) = total.points();
        let (name, right, both) = (quoted(name), total.right, labs + project);
        text += &format!("{name},{right},{labs},{project},{both}\n");
    }
    text
}

/// A program for tables takes what begins with such a letter for a formula.
fn quoted(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@']) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(student: &str, exercise: &str, right: bool, most_points: u32) -> Row {
        let (id, sentence) = if right { ("right", "") } else { ("polls", "it \"polls\"") };
        Row {
            student: student.into(),
            exercise: exercise.into(),
            right,
            id: id.into(),
            most_points,
            sentence: sentence.into(),
            seconds: 0.5,
            file: format!("{student}/{exercise}.rs"),
        }
    }

    #[test]
    fn each_student_has_the_points_of_the_right_answers() {
        let rows = [
            row("=ana", "gate", true, 3),
            row("=ana", "gate", true, 3), // again, in another file
            row("=ana", "race", false, 2),
            row("=ana", "drain", true, 3),
            row("=ana", "log_summary", true, 10),
            row("ben", "gate", false, 3),
            row("ben", "gate", true, 3),
            row("cy", "", false, 0),
        ];
        let totals = "\
student,right,labs,project,total
\"'=ana\",4,6,10,16
\"ben\",1,3,0,3
\"cy\",0,0,0,0
";
        assert_eq!(totals_as_csv(&rows), totals);
        let csv = as_csv(&rows[1..3]);
        let lines = "\
student,exercise,right,refusal,points,of,seconds,sentence,file
\"'=ana\",\"gate\",true,,3,3,0.50,\"\",\"'=ana/gate.rs\"
\"'=ana\",\"race\",false,polls,0,2,0.50,\"it \"\"polls\"\"\",\"'=ana/race.rs\"
";
        assert_eq!(csv, lines);
        let table = table(&rows, &Set::of_this_repository()).unwrap();
        let said = "\
=ana: 4 of 5 answers are right; 16 of 69 points for 28 exercises
ben: 1 of 2 answers are right; 3 of 69 points for 28 exercises
cy: 0 of 0 answers are right; 0 of 69 points for 28 exercises
5 of 7 answers are right
";
        assert!(table.ends_with(said), "{table}");
    }
}
