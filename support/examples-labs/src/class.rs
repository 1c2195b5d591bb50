//! Grades many answers at once: those of the corpus, or of a class.
//!
//! All answers become modules of one program, which is built once. It runs again for each answer, since each
//! needs a process of its own.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;

use serde_json::Value;

use crate::judge::judge;
use crate::report::Graded;
use crate::run::grade_if_child;
use crate::{Grade, Refusal};

/// Tells the program which answer to grade.
const ANSWER: &str = "LABS_ANSWER";

/// An answer to an exercise.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The exercise.
    pub exercise: String,
    /// The file.
    pub file: PathBuf,
}

/// A folder with a set of exercises.
pub struct Set {
    folder: PathBuf,
}

impl Set {
    /// Returns the set of this repository.
    pub fn of_this_repository() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../labs");
        Self { folder: fs::canonicalize(folder).expect("the repository has a folder `labs`") }
    }

    /// Returns its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the names of the exercises, in their order.
    ///
    /// # Errors
    /// If there is no `info.toml`.
    pub fn exercises(&self) -> io::Result<Vec<String>> {
        let info = fs::read_to_string(self.folder.join("info.toml"))?;
        let name = |line: &str| Some(line.strip_prefix("name = \"")?.strip_suffix('"')?.to_owned());
        Ok(info.lines().filter_map(name).collect())
    }

    /// Returns the answers in a folder and those below: files that have the name of an exercise. Leaves out
    /// what belongs to the set itself.
    ///
    /// # Errors
    /// If a folder can't be read.
    pub fn answers_in(&self, folder: &Path) -> io::Result<Vec<Answer>> {
        let exercises = self.exercises()?;
        let mut answers = Vec::new();
        find(folder, &mut |file| {
            let exercise = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            if exercises.iter().any(|known| known == exercise) {
                answers.push(Answer { exercise: exercise.to_owned(), file: file.to_owned() });
            }
        })?;
        answers.sort_by_key(|answer| {
            (exercises.iter().position(|name| *name == answer.exercise), answer.file.clone())
        });
        Ok(answers)
    }

    /// Grades the answers, and returns the verdicts in the same order. `name` is for the program that is
    /// built in the target folder.
    ///
    /// # Errors
    /// If they can't be built, for another reason than a mistake in one of them.
    pub fn grade(&self, name: &str, answers: &[Answer]) -> io::Result<Vec<Graded>> {
        let texts: Vec<_> = answers
            .iter()
            .map(|answer| fs::read_to_string(&answer.file))
            .collect::<io::Result<_>>()?;
        let mut refused = BTreeMap::new();
        // A compiler that has found a mistake looks no further than to the end of a phase, so there may be
        // more in the next round.
        let program = loop {
            let left: Vec<_> =
                (0..answers.len()).filter(|index| !refused.contains_key(index)).collect();
            match self.build(name, answers, &left)? {
                Built::Program(program) => break program,
                Built::Mistakes(mistakes) => refused.extend(mistakes),
            }
        };
        let grade = |index: usize| {
            let exercise = &answers[index].exercise;
            match refused.get(&index) {
                Some(refusal) => Graded {
                    exercise: exercise.clone(),
                    verdict: Err(refusal.clone()),
                    output: String::new(),
                    seconds: 0.0,
                },
                None => {
                    let mut command = Command::new(&program);
                    command.env(ANSWER, index.to_string());
                    judge(exercise, &texts[index], command)
                }
            }
        };
        Ok(in_parallel(answers.len(), grade))
    }

    fn build(&self, name: &str, answers: &[Answer], which: &[usize]) -> io::Result<Built> {
        let target =
            env::var_os("CARGO_TARGET_DIR").map_or(self.folder.join("../target"), PathBuf::from);
        let at = target.join("labs").join(name);
        fs::create_dir_all(at.join("src"))?;
        let manifest = fs::read_to_string(self.folder.join("Cargo.toml"))?;
        let (_, manifest) =
            manifest.split_once("[dependencies]\n").ok_or(io::ErrorKind::InvalidData)?;
        // A path in it is relative to the set.
        let manifest =
            manifest.replace("path = \"", &format!("path = \"{}/", self.folder.display()));
        let manifest = format!(
            "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{manifest}"
        );
        write_if_new(&at.join("Cargo.toml"), &manifest)?;
        write_if_new(&at.join("src/main.rs"), &program(answers, which)?)?;
        fs::copy(self.folder.join("Cargo.lock"), at.join("Cargo.lock"))?;

        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(["build", "--message-format=json"])
            .arg("--target-dir")
            .arg(&target)
            .current_dir(&at)
            .output()?;
        if output.status.success() {
            return Ok(Built::Program(
                target.join("debug").join(format!("{name}{}", env::consts::EXE_SUFFIX)),
            ));
        }
        let mistakes = mistakes(&String::from_utf8_lossy(&output.stdout), answers)?;
        if mistakes.is_empty() {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(io::Error::other(format!("the answers can't be built: {said}")));
        }
        Ok(Built::Mistakes(mistakes))
    }
}

enum Built {
    Program(PathBuf),
    /// What does not compile, by the index of the answer.
    Mistakes(BTreeMap<usize, Refusal>),
}

/// Returns the text of the program.
fn program(answers: &[Answer], which: &[usize]) -> io::Result<String> {
    let mut text = String::new();
    let mut table = String::new();
    for index in which {
        let file = fs::canonicalize(&answers[*index].file)?;
        text += &format!("labs::__copy! {{ answer_{index}, {file:?} }}\n");
        table += &format!("    ({index}, answer_{index}::__grade),\n");
    }
    Ok(format!("{text}\nfn main() {{\n    labs::class::run(&[\n{table}    ]);\n}}\n"))
}

/// Returns what the compiler said of each answer that it does not accept.
fn mistakes(messages: &str, answers: &[Answer]) -> io::Result<BTreeMap<usize, Refusal>> {
    let mut files = BTreeMap::new();
    for (index, answer) in answers.iter().enumerate() {
        files.insert(fs::canonicalize(&answer.file)?.display().to_string(), index);
    }
    let mut mistakes = BTreeMap::new();
    for message in messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
        let message = &message["message"];
        let spans = message["spans"].as_array().map(Vec::as_slice).unwrap_or_default();
        let place = spans.iter().find_map(|span| {
            Some((*files.get(span["file_name"].as_str()?)?, span["line_start"].as_u64()?))
        });
        if let (Some("error"), Some((index, line))) = (message["level"].as_str(), place) {
            let says = message["message"].as_str().unwrap_or_default();
            let says = format!("it does not compile: in line {line}, {says}");
            let rendered = message["rendered"].as_str().unwrap_or_default();
            let evidence = rendered.lines().map(str::to_owned).collect();
            let refusal = Refusal::new("does_not_compile", says).evidence(evidence);
            mistakes.entry(index).or_insert(refusal);
        }
    }
    Ok(mistakes)
}

/// Grades one answer, in the program that was built of many.
#[doc(hidden)]
pub fn run(graders: &[(usize, Grade)]) {
    let index = env::var(ANSWER).ok().and_then(|index| index.parse().ok());
    if let Some((_, grade)) = graders.iter().find(|(number, _)| Some(*number) == index) {
        grade_if_child(grade);
    }
}

/// Calls the function with all numbers below `count`, on twice as many threads as there are CPUs.
fn in_parallel<R: Send>(count: usize, job: impl Fn(usize) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, R)>> = Mutex::default();
    thread::scope(|s| {
        // An answer often waits: its threads hand over to each other, or must be seen to stand still.
        let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
        for _ in 0..2 * cores {
            s.spawn(|| {
                while let index = next.fetch_add(1, Relaxed)
                    && index < count
                {
                    let result = job(index);
                    results.lock().expect("no holder panics").push((index, result));
                }
            });
        }
    });
    let mut results = results.into_inner().expect("no holder panics");
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

/// Calls the function with each Rust file in the folder and those below, but for those of a set.
fn find(folder: &Path, found: &mut impl FnMut(&Path)) -> io::Result<()> {
    const NOT_ANSWERS: [&str; 4] = ["solutions", "right", "wrong", "target"];
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        if !entry.file_type()?.is_dir() {
            if path.extension().is_some_and(|ending| ending == "rs") {
                found(&path);
            }
        } else if !NOT_ANSWERS.contains(&&*name) && !name.starts_with('.') {
            find(&path, found)?;
        }
    }
    Ok(())
}

/// Leaves a file alone that is as it should be: cargo then knows that nothing changed.
fn write_if_new(path: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        Ok(())
    } else {
        fs::write(path, text)
    }
}
