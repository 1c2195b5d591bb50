//! Each contender runs in a process of its own, and the contenders take turns.
//!
//! A pool that is left over, or an allocator that has seen other work, changes an answer by a factor of
//! two. So the program starts itself again for every run of every contender. Turns (A B A B, not A A B B)
//! spread a slow minute of the machine over all of them.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Read, Seek};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;
use std::{env, fmt, io};

use anyhow::{Context, anyhow, bail};
use examples_common::{Signals, spawn_and_wait};
use tempfile::TempDir;

use super::go;
use super::study::{Contender, Outcome, Row, Study};

/// Tells the child process which contender to run, as `STUDY:NUMBER`.
pub const VARIABLE: &str = "EXAMPLES_PERFORMANCE_CONTENDER";

/// A run takes a fraction of a second, and one that builds a project a minute.
const DEADLINE: Duration = Duration::from_secs(180);

/// What all contenders' processes share.
pub struct Processes {
    /// Their temporary files are in it, so that none is left behind when one is killed.
    pub folder: TempDir,
    /// The built Go program, if there is one.
    pub go: Option<PathBuf>,
    pub signals: Signals,
}

/// The program was told to end, and has this exit status.
#[derive(Debug)]
pub struct Interrupted(pub u8);

impl std::error::Error for Interrupted {}

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a signal has ended the program")
    }
}

/// What came of all runs of a study.
#[derive(Debug, Default)]
pub struct Measured {
    pub rows: Vec<Row>,
    /// A sentence for each contender that could not be measured.
    pub missing: Vec<String>,
    /// Whether one of them should have been measured.
    pub failed: bool,
}

/// Runs the contender that the parent process asks for; `None` if this process is not a child.
pub fn run_in_child(studies: &[Study]) -> Option<ExitCode> {
    let asked = env::var(VARIABLE).ok()?;
    let contender = asked.split_once(':').and_then(|(name, number)| {
        let study = studies.iter().find(|study| study.name == name)?;
        study.contenders.get(number.parse::<usize>().ok()?)
    });
    let outcome: Result<Outcome, String> = match contender {
        Some(contender) => (contender.measure)().map_err(|error| format!("{error:#}")),
        None => Err(format!("there is no contender {asked}")),
    };
    println!("{}", serde_json::to_string(&outcome).expect("an outcome can be written as JSON"));
    Some(ExitCode::SUCCESS)
}

impl Processes {
    /// # Errors
    /// If there can be no folder, or no answer to signals.
    pub fn new() -> anyhow::Result<Processes> {
        let folder = tempfile::tempdir().context("can't make a folder")?;
        Ok(Processes { folder, go: None, signals: Signals::catch()? })
    }

    /// Runs each contender of a study `rounds` times, in turn; `step` is called after each run.
    ///
    /// # Errors
    /// If a signal has [`Interrupted`] it.
    pub fn measure(
        &mut self,
        study: &Study,
        rounds: usize,
        mut step: impl FnMut(),
    ) -> Result<Measured, Interrupted> {
        let mut measured = Measured::default();
        let mut results = HashMap::new();
        let mut out = vec![false; study.contenders.len()];
        for _ in 0..rounds {
            for (number, contender) in study.contenders.iter().enumerate() {
                if !out[number] {
                    let outcome = self
                        .start(study, number)
                        .and_then(|outcome| compare(&mut results, contender, outcome));
                    match outcome.map_err(anyhow::Error::downcast) {
                        Ok(outcome) => collect(&mut measured.rows, contender, outcome),
                        Err(Ok(interrupted)) => return Err(interrupted),
                        Err(Err(error)) => {
                            out[number] = true;
                            measured.rows.retain(|row| row.contender != contender.name);
                            measured.missing.push(format!("{}: {error:#}", contender.name));
                            measured.failed |= !contender.optional;
                        }
                    }
                }
                step();
            }
        }
        let derived = study.derived(&measured.rows);
        measured.rows.extend(derived);
        Ok(measured)
    }

    /// Runs one contender once, in a process of its own.
    fn start(&mut self, study: &Study, number: usize) -> anyhow::Result<Outcome> {
        let folder = self.folder.path();
        let file = || tempfile::tempfile_in(folder).context("can't make a file for its output");
        let (out, err) = (file()?, file()?);
        let mut command = Command::new(env::current_exe().context("this program can't be found")?);
        command.env(VARIABLE, format!("{}:{number}", study.name));
        command.envs(study.contenders[number].variable);
        command.envs(["TMPDIR", "TMP", "TEMP"].map(|name| (name, folder)));
        command.envs(self.go.iter().map(|program| (go::VARIABLE, program)));
        command.stdin(Stdio::null()).stdout(out.try_clone()?).stderr(err.try_clone()?);
        let status = spawn_and_wait(&mut command, Some(DEADLINE), |child| {
            self.signals.pass_on(child);
            true
        });
        let Some(status) = status.context("its process can't be started")? else {
            bail!("it was still running after {} s and was stopped", DEADLINE.as_secs());
        };
        if let Some(status) = self.signals.status(status) {
            return Err(Interrupted(status).into());
        }
        let [out, err] = [written(out)?, written(err)?];
        if !status.success() {
            let said = err.lines().find(|line| !line.is_empty() && !line.starts_with("note:"));
            let said = err.lines().nth(1).or(said).unwrap_or(&err);
            bail!("its process ended with {status}: {said}");
        }
        let outcome: Result<Outcome, String> =
            serde_json::from_str(&out).with_context(|| format!("its process printed {out:?}"))?;
        outcome.map_err(|sentence| anyhow!(sentence))
    }
}

/// Returns what the child has written into the file.
fn written(mut file: File) -> io::Result<String> {
    let mut text = String::new();
    file.rewind()?;
    file.read_to_string(&mut text)?;
    Ok(text)
}

/// Refuses an outcome if another contender has computed something else. A wrong answer has no speed.
fn compare(
    results: &mut HashMap<String, (String, u64)>,
    contender: &Contender,
    outcome: Outcome,
) -> anyhow::Result<Outcome> {
    if let Some((what, value)) = outcome.result.clone() {
        let first = results.entry(what).or_insert_with(|| (contender.name.clone(), value));
        if first.1 != value {
            bail!("it computed {value}, and \"{}\" computed {}", first.0, first.1);
        }
    }
    Ok(outcome)
}

fn collect(rows: &mut Vec<Row>, contender: &Contender, outcome: Outcome) {
    for figure in outcome.figures {
        let is_its = |row: &&mut Row| {
            row.contender == contender.name && row.what == figure.what && row.x == figure.x
        };
        match rows.iter_mut().find(is_its) {
            Some(row) => row.samples.push(figure.value),
            None => rows.push(Row {
                contender: contender.name.clone(),
                what: figure.what,
                x: figure.x,
                unit: figure.unit,
                samples: vec![figure.value],
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::Figure;

    fn contender(name: &str) -> Contender {
        let measure = Box::new(|| Ok(Outcome::default()));
        Contender { name: name.to_string(), measure, optional: false, variable: None }
    }

    #[test]
    fn contenders_that_compute_something_else_are_refused() {
        let mut results = HashMap::new();
        let outcome = |value| Outcome::time(1.0).computed("the sum", value);
        assert!(compare(&mut results, &contender("a"), outcome(7)).is_ok());
        assert!(compare(&mut results, &contender("b"), outcome(7)).is_ok());
        let error = compare(&mut results, &contender("c"), outcome(8)).unwrap_err();
        assert_eq!(error.to_string(), "it computed 8, and \"a\" computed 7");
        let other = Outcome::time(1.0).computed("another sum", 8);
        assert!(compare(&mut results, &contender("c"), other).is_ok());
    }

    #[test]
    fn samples_are_kept_by_contender_figure_and_point() {
        let mut rows = Vec::new();
        for value in [1.0, 2.0] {
            for name in ["a", "b"] {
                let figures = [10, 20].map(|x| Figure::bytes("each", value * x as f64).at(x));
                collect(&mut rows, &contender(name), Outcome::new(figures));
            }
        }
        let found: Vec<_> =
            rows.iter().map(|row| (row.contender.as_str(), row.x, row.samples.clone())).collect();
        let expected = [
            ("a", Some(10), vec![10.0, 20.0]),
            ("a", Some(20), vec![20.0, 40.0]),
            ("b", Some(10), vec![10.0, 20.0]),
            ("b", Some(20), vec![20.0, 40.0]),
        ];
        assert_eq!(found, expected);
    }
}
