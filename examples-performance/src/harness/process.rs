//! Each contender runs in a process of its own, and the contenders take turns.
//!
//! A pool that is left over, or an allocator that has seen other work, changes an answer by a factor of
//! two. So the program starts itself again for every run of every contender. Turns (A B A B, not A A B B)
//! spread a slow minute of the machine over all of them.

use std::collections::HashMap;
use std::env;
use std::ffi::OsString;
use std::io::Read;
use std::process::{Command, ExitCode, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, anyhow, bail};

use super::go;
use super::study::{Contender, Outcome, Row, Study};

/// Tells the child process which contender to run, as `STUDY:NUMBER`.
pub const VARIABLE: &str = "EXAMPLES_PERFORMANCE_CONTENDER";

/// A run takes a fraction of a second, and one that builds a project a minute.
const DEADLINE: Duration = Duration::from_secs(180);

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

/// Runs each contender of a study `rounds` times, in turn. `go_program` is the built Go program, if there
/// is one; `step` is called after each run.
pub fn measure(
    study: &Study,
    rounds: usize,
    go_program: Option<&OsString>,
    mut step: impl FnMut(),
) -> Measured {
    let mut measured = Measured::default();
    let mut results = HashMap::new();
    let mut out = vec![false; study.contenders.len()];
    for _ in 0..rounds {
        for (number, contender) in study.contenders.iter().enumerate() {
            if !out[number] {
                let outcome = start(study.name, number, go_program)
                    .and_then(|outcome| compare(&mut results, contender, outcome));
                match outcome {
                    Ok(outcome) => collect(&mut measured.rows, contender, outcome),
                    Err(error) => {
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
    measured
}

/// Runs one contender once, in a process of its own.
fn start(study: &str, number: usize, go_program: Option<&OsString>) -> anyhow::Result<Outcome> {
    let mut command = Command::new(env::current_exe().context("this program can't be found")?);
    command.env(VARIABLE, format!("{study}:{number}"));
    if let Some(program) = go_program {
        command.env(go::VARIABLE, program);
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().context("its process can't be started")?;
    let (mut stdout, mut stderr) = (child.stdout.take(), child.stderr.take());
    let (sender, texts) = mpsc::channel();
    // This thread sleeps in `read` while the child is measured: asking again and again whether it has
    // ended would take a core from it.
    let reader = thread::spawn(move || {
        let mut text = [String::new(), String::new()];
        let out = stdout.as_mut().map(|pipe| pipe.read_to_string(&mut text[0]));
        let err = stderr.as_mut().map(|pipe| pipe.read_to_string(&mut text[1]));
        let _ = sender.send((text, out, err)); // After the deadline nobody receives it.
    });
    let Ok(([out, err], ..)) = texts.recv_timeout(DEADLINE) else {
        child.kill().context("its process can't be stopped")?;
        child.wait().context("its process can't be waited for")?;
        let _ = reader.join();
        bail!("it was still running after {} s and was stopped", DEADLINE.as_secs());
    };
    let status = child.wait().context("its process can't be waited for")?;
    if !status.success() {
        let said = err.lines().find(|line| !line.is_empty() && !line.starts_with("note:"));
        bail!("its process ended with {status}: {}", err.lines().nth(1).or(said).unwrap_or(&err));
    }
    let outcome: Result<Outcome, String> =
        serde_json::from_str(&out).with_context(|| format!("its process printed {out:?}"))?;
    outcome.map_err(|sentence| anyhow!(sentence))
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
        Contender { name: name.to_string(), measure, optional: false }
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
