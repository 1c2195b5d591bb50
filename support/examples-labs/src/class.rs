//! Grades many answers at once: those of the corpus, or of a class.
//!
//! All answers become modules of one program, which is built once. It runs again for each answer, since each
//! needs a process of its own.

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;

use serde_json::Value;

use crate::copy::{as_module, exercise};
use crate::judge::judge;
use crate::report::Graded;
use crate::run::grade_if_child;
use crate::{Grade, Refusal};

/// The exercise that is the project, and the points for a right answer to it.
pub const PROJECT: (&str, u32) = ("log_summary", 10);
/// No answer is longer.
const MOST_TEXT: u64 = 1_000_000;
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

    /// Returns the minutes that an exercise takes, by its first line.
    ///
    /// # Errors
    /// If the exercise can't be read, or does not say it.
    pub fn minutes(&self, exercise: &str) -> io::Result<u32> {
        for folder in fs::read_dir(self.folder.join("exercises"))? {
            let file = folder?.path().join(format!("{exercise}.rs"));
            if file.is_file() {
                let text = fs::read_to_string(&file)?;
                let first = text.lines().next().unwrap_or_default();
                let words = first.rsplit_once("About ").and_then(|(_, end)| end.split_once(' '));
                return words.and_then(|(minutes, _)| minutes.parse().ok()).ok_or_else(|| {
                    io::Error::other(format!("{}: how many minutes does it take?", file.display()))
                });
            }
        }
        Err(io::Error::other(format!("there is no exercise `{exercise}`")))
    }

    /// Returns the points for a right answer, by the scheme in `docs/src/course.md`.
    ///
    /// # Errors
    /// If the exercise can't be read.
    pub fn points(&self, exercise: &str) -> io::Result<u32> {
        if exercise == PROJECT.0 { Ok(PROJECT.1) } else { Ok(self.minutes(exercise)? / 5) }
    }

    /// Returns the answers in a folder and those below: files that have the name of an exercise. Leaves out
    /// what belongs to the set itself.
    ///
    /// # Errors
    /// If a folder can't be read.
    pub fn answers_in(&self, folder: &Path) -> io::Result<Vec<Answer>> {
        Ok(self.find(folder)?.answers)
    }

    /// Returns what is in a folder and those below.
    ///
    /// # Errors
    /// If a folder can't be read.
    pub fn find(&self, folder: &Path) -> io::Result<Found> {
        let exercises = self.exercises()?;
        let mut found = Found::default();
        find(folder, &exercises, &mut found)?;
        found.answers.sort_by_key(|answer| {
            (exercises.iter().position(|name| *name == answer.exercise), answer.file.clone())
        });
        found.others.sort();
        Ok(found)
    }

    /// Grades the answers, and returns the verdicts in the same order. `name` is for the program that is
    /// built in the target folder; whoever grades at the same time gets a folder and a program of another name.
    ///
    /// # Errors
    /// If they can't be built, for another reason than a mistake in one of them.
    pub fn grade(&self, name: &str, answers: &[Answer]) -> io::Result<Vec<Graded>> {
        let texts: Vec<_> = answers.iter().map(|answer| self.text_of(answer)).collect();
        let mut class = Class {
            set: self,
            place: Place::take(&self.target(), name)?,
            texts: &texts,
            programs: BTreeMap::new(),
            mistakes: BTreeMap::new(),
        };
        class.build_all((0..answers.len()).filter(|index| texts[*index].is_ok()).collect())?;
        let refused = |index: usize| match &texts[index] {
            Err(refusal) => Some(refusal),
            Ok(_) => class.mistakes.get(&index),
        };
        let grade = |index: usize| {
            let exercise = &answers[index].exercise;
            match (refused(index), &texts[index], class.programs.get(&index)) {
                (None, Ok(text), Some(program)) => {
                    let mut command = Command::new(program);
                    command.env(ANSWER, index.to_string());
                    judge(exercise, text, command)
                }
                (refusal, ..) => Graded {
                    exercise: exercise.clone(),
                    verdict: refusal.cloned().map_or(Ok(()), Err),
                    output: String::new(),
                    seconds: 0.0,
                },
            }
        };
        Ok(in_parallel(answers.len(), grade))
    }

    /// Returns the text of an answer that is worth grading.
    fn text_of(&self, answer: &Answer) -> Result<String, Refusal> {
        let text = text_of(answer)?;
        let file = format!("{}.rs", answer.exercise);
        let folders = fs::read_dir(self.folder.join("exercises")).into_iter().flatten().flatten();
        for folder in folders {
            let given = fs::read_to_string(folder.path().join(&file));
            if given.is_ok_and(|given| code(&given).eq(code(&text))) {
                let says = "the code is that of the exercise, so nothing is answered";
                return Err(Refusal::new("unchanged", says));
            }
        }
        Ok(text)
    }

    fn target(&self) -> PathBuf {
        env::var_os("CARGO_TARGET_DIR").map_or(self.folder.join("../target"), PathBuf::from)
    }
}

/// What is in a folder.
#[derive(Debug, Default)]
pub struct Found {
    /// The answers, in the order of the exercises.
    pub answers: Vec<Answer>,
    /// What is not graded, and why.
    pub others: Vec<(PathBuf, &'static str)>,
}

/// Returns the text of an answer that can be part of a program.
fn text_of(answer: &Answer) -> Result<String, Refusal> {
    let refuse = |id: &str, says: String| Err(Refusal::new(id, says));
    let bytes = match fs::read(&answer.file) {
        Ok(bytes) if bytes.len() as u64 <= MOST_TEXT => bytes,
        Ok(_) => return refuse("unreadable", "the file is larger than a million bytes".into()),
        Err(error) => return refuse("unreadable", format!("the file can't be read: {error}")),
    };
    let Ok(text) = String::from_utf8(bytes) else {
        return refuse("unreadable", "the file is no text in UTF-8".into());
    };
    match exercise(&text) {
        Some(name) if name == answer.exercise => Ok(text),
        Some(name) => {
            let says = format!("the last lines of the file name another exercise, `{name}`");
            refuse("no_exercise", says)
        }
        None if text.trim().is_empty() => refuse("no_exercise", "the file is empty".into()),
        None => {
            let says = "the file does not end with `labs::exercise! { … }`, as the exercise does, so nothing is graded";
            refuse("no_exercise", says.into())
        }
    }
}

/// Returns the lines of a text without those that are empty or a comment.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"))
}

/// A folder that nobody else uses now.
struct Place {
    folder: PathBuf,
    /// The name of the program that is built there.
    name: String,
    target: PathBuf,
    /// Unlocked when it is closed.
    _lock: File,
}

impl Place {
    fn take(target: &Path, name: &str) -> io::Result<Self> {
        for number in 1.. {
            let name = if number == 1 { name.to_owned() } else { format!("{name}-{number}") };
            let folder = target.join("labs").join(&name);
            fs::create_dir_all(folder.join("src"))?;
            let lock = File::create(folder.join("lock"))?;
            match lock.try_lock() {
                Ok(()) => return Ok(Self { folder, name, target: target.into(), _lock: lock }),
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
        unreachable!("there is always another number")
    }
}

/// The answers of a class, while they are built.
struct Class<'a> {
    set: &'a Set,
    place: Place,
    texts: &'a [Result<String, Refusal>],
    /// Which program has an answer, by the answer's index.
    programs: BTreeMap<usize, PathBuf>,
    /// What does not compile.
    mistakes: BTreeMap<usize, Refusal>,
}

impl Class<'_> {
    /// Builds these answers: as one program if that is possible. If the compiler refuses it and names no answer, each
    /// half is built on its own.
    fn build_all(&mut self, mut which: Vec<usize>) -> io::Result<()> {
        // A compiler that has found a mistake looks no further than to the end of a phase, so there may be
        // more in the next round.
        while !which.is_empty() {
            match self.build(&which)? {
                Built::Program(program) => {
                    // The next program has the same name.
                    let own = self.place.folder.join(format!("program-{}", which[0]));
                    fs::rename(&program, &own).or_else(|_| fs::copy(&program, &own).map(|_| ()))?;
                    self.programs.extend(which.into_iter().map(|index| (index, own.clone())));
                    return Ok(());
                }
                Built::Mistakes(mistakes) if !mistakes.is_empty() => {
                    which.retain(|index| !mistakes.contains_key(index));
                    self.mistakes.extend(mistakes);
                }
                Built::Mistakes(_) if which.len() > 1 => {
                    let second = which.split_off(which.len() / 2);
                    self.build_all(which)?;
                    which = second;
                }
                Built::Mistakes(_) => {
                    let says = "it does not compile, and the compiler does not name a line of it";
                    let refusal = Refusal::new("does_not_compile", says);
                    self.mistakes.insert(which[0], refusal);
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Returns where the copy of an answer is.
    fn copy(&self, index: usize) -> PathBuf {
        self.place.folder.join(format!("src/answer_{index}.rs"))
    }

    fn build(&self, which: &[usize]) -> io::Result<Built> {
        let Place { folder: at, name, target, .. } = &self.place;
        let set = &self.set.folder;
        let manifest = fs::read_to_string(set.join("Cargo.toml"))?;
        let (_, manifest) =
            manifest.split_once("[dependencies]\n").ok_or(io::ErrorKind::InvalidData)?;
        // A path in it is relative to the set.
        let manifest = manifest
            .replace("path = \"", &format!("path = \"{}/", set.display()))
            .replace("unsafe_code = \"deny\"", "unsafe_code = \"forbid\"");
        let manifest = format!(
            "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{manifest}"
        );
        write_if_new(&at.join("Cargo.toml"), &manifest)?;
        let mut program = String::new();
        let mut table = String::new();
        for index in which {
            let module = format!("answer_{index}");
            let text = self.texts[*index].as_ref().map_or("", String::as_str);
            write_if_new(&self.copy(*index), &as_module(text, &module))?;
            program += &format!("labs::__copy! {{ {module}, \"{module}.rs\" }}\n");
            table += &format!("    ({index}, {module}::__grade),\n");
        }
        let program =
            format!("{program}\nfn main() {{\n    labs::class::run(&[\n{table}    ]);\n}}\n");
        write_if_new(&at.join("src/main.rs"), &program)?;
        fs::copy(set.join("Cargo.lock"), at.join("Cargo.lock"))?;

        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(["rustc", "--message-format=json"])
            .arg("--target-dir")
            .arg(target)
            // As in an exercise, whatever an answer makes of it.
            .args(["--", "--cfg", "test", "-A", "explicit_builtin_cfgs_in_flags"])
            .current_dir(at)
            .output()?;
        let built = target.join("debug").join(format!("{name}{}", env::consts::EXE_SUFFIX));
        if output.status.success() {
            return Ok(Built::Program(built));
        }
        let messages = String::from_utf8_lossy(&output.stdout);
        if !messages.contains("\"compiler-message\"") {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(io::Error::other(format!("the answers can't be built: {said}")));
        }
        Ok(Built::Mistakes(mistakes(&messages, which)))
    }
}

enum Built {
    Program(PathBuf),
    /// What does not compile, by the index of the answer.
    Mistakes(BTreeMap<usize, Refusal>),
}

/// Returns what the compiler said of each answer that it does not accept.
fn mistakes(messages: &str, which: &[usize]) -> BTreeMap<usize, Refusal> {
    let mut mistakes = BTreeMap::new();
    for message in messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
        let message = &message["message"];
        let spans = message["spans"].as_array().map(Vec::as_slice).unwrap_or_default();
        let place = spans.iter().find_map(|span| place(span, which));
        if let (Some("error"), Some((index, line))) = (message["level"].as_str(), place) {
            let says = message["message"].as_str().unwrap_or_default();
            let says = format!("it does not compile: in line {line}, {says}");
            let rendered = message["rendered"].as_str().unwrap_or_default();
            let rendered = rendered.replace(&format!("src/answer_{index}.rs"), "the answer");
            let evidence = rendered.lines().map(str::to_owned).collect();
            let refusal = Refusal::new("does_not_compile", says).evidence(evidence);
            mistakes.entry(index).or_insert(refusal);
        }
    }
    mistakes
}

/// Returns in which answer something is, and in which line. What a macro has made is where the macro was called.
fn place(span: &Value, which: &[usize]) -> Option<(usize, u64)> {
    let file = span["file_name"].as_str()?;
    let index = Path::new(file).file_stem()?.to_str()?.strip_prefix("answer_");
    let index = index.and_then(|index| index.parse().ok()).filter(|index| which.contains(index));
    match index {
        Some(index) => Some((index, span["line_start"].as_u64()?)),
        None => place(&span["expansion"]["span"], which),
    }
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

/// Finds the answers in a folder and those below, but for those of a set.
fn find(folder: &Path, exercises: &[String], found: &mut Found) -> io::Result<()> {
    const NOT_ANSWERS: [&str; 4] = ["solutions", "right", "wrong", "target"];
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        // A link leads to what it names, but not to another folder, which may be this one.
        let kind = entry.file_type()?;
        let is_file = path.metadata().is_ok_and(|data| data.is_file());
        if kind.is_dir() {
            if NOT_ANSWERS.contains(&&*name) {
                found.others.push((path, "a folder of this name has no answers"));
            } else if name.starts_with('.') {
                found.others.push((path, "a hidden folder"));
            } else {
                find(&path, exercises, found)?;
            }
        } else if !is_file {
            found.others.push((path, "it is no file"));
        } else {
            let exercise = name.strip_suffix(".rs").unwrap_or_default();
            if exercises.iter().any(|known| known == exercise) {
                found.answers.push(Answer { exercise: exercise.to_owned(), file: path });
            } else {
                found.others.push((path, "its name is not that of an exercise"));
            }
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
