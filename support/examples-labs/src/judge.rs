//! Judges an answer from outside: it runs in a process of its own, so that nothing that it does can freeze, end or
//! flood this one. If that process writes no verdict, the answer is refused.

use std::env;
use std::fs::{self, File};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use examples_common::spawn_and_wait;
use examples_timeline::threads_now;
use serde_json::Value;

use crate::inputs::{SEED, seed_of};
use crate::refusal::harmless;
use crate::report::Graded;
use crate::run::{CHILD, grade_if_child};
use crate::{Grade, Refusal, Verdict, leftovers, numbers};

/// The last resort.
const WALL_TIME: Duration = Duration::from_secs(60);
/// The same on systems that don't tell about threads.
const WALL_TIME_ALONE: Duration = Duration::from_secs(10);
/// How many bytes an answer may print, and how many of them are kept.
const MOST_OUTPUT: u64 = 1 << 20;
const KEPT: u64 = 1 << 14;
/// How many letters of that a refusal repeats.
const REPEATED: usize = 1500;

/// Runs the command, whose process grades an answer, and returns what it brought. `text` is the answer.
pub fn judge(exercise: &str, text: &str, mut command: Command) -> Graded {
    let start = Instant::now();
    if env::var_os(SEED).is_none() {
        command.env(SEED, seed_of(text).to_string());
    }
    command.env(numbers::NUMBERS, numbers::variable(text));
    let (verdict, output) = run(command);
    Graded { exercise: exercise.into(), verdict, output, seconds: start.elapsed().as_secs_f64() }
}

/// How many threads a pool without a number of its own has. Few answers have just this number in their text.
pub(crate) const POOL: usize = 5;

fn run(mut command: Command) -> (Verdict, String) {
    let folder = tempfile::tempdir().expect("a folder for the verdict can be made");
    let file = folder.path().join("verdict");
    let mut printed = tempfile::tempfile().expect("a file for the output can be made");
    let output = || printed.try_clone().expect("there are few open files");
    let token = token();
    command
        .env(CHILD, &file)
        .env_remove("LABS_RESULTS")
        // Pinned to one CPU, a pool without a number of threads would have one.
        .env("RAYON_NUM_THREADS", POOL.to_string())
        // What the answer writes to the current folder or the one for such files goes away with this folder.
        .envs(["TMPDIR", "TMP", "TEMP"].map(|name| (name, folder.path())))
        .current_dir(folder.path())
        .stdin(pipe_with(&token))
        .stdout(output())
        .stderr(output());
    let is_watched = threads_now(std::process::id()).is_some();
    let limit = if is_watched { WALL_TIME } else { WALL_TIME_ALONE };
    let floods = |file: &File| file.metadata().is_ok_and(|file| file.len() > MOST_OUTPUT);
    let status = spawn_and_wait(&mut command, Some(limit), |_| !floods(&printed));
    leftovers::end(folder.path());
    let status = status.expect("this program can be started again");
    let verdict = if floods(&printed) {
        Err(Refusal::new("too_much_output", "it has printed more than a million letters"))
    } else if let Some(status) = status {
        read_verdict(&file, &token).unwrap_or_else(|| {
            let mut output = own_lines(&mut printed, SeekFrom::Start(0));
            if printed.metadata().is_ok_and(|file| file.len() > KEPT) {
                output += &own_lines(&mut printed, SeekFrom::End(-(REPEATED as i64)));
            }
            Err(ended_early(status, &output))
        })
    } else {
        let seconds = limit.as_secs();
        let why =
            if is_watched { "" } else { ". This system does not tell what its threads wait for" };
        Err(Refusal::new("too_long", format!("it has not ended after {seconds} seconds{why}")))
    };
    (verdict, own_lines(&mut printed, SeekFrom::Start(0)))
}

/// Returns what an answer can't know.
fn token() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", random(), random())
}

/// Returns a pipe from which the child can read this, once.
fn pipe_with(text: &str) -> Stdio {
    let (reader, mut writer) = io::pipe().expect("there are few open files");
    // If it fails, no answer is right.
    let _ = writer.write_all(text.as_bytes());
    Stdio::from(reader)
}

/// Returns what the answer has printed from there on, as far as it is kept, without what the child's test harness says
/// before it.
fn own_lines(printed: &mut File, start: SeekFrom) -> String {
    let mut bytes = Vec::new();
    // What can't be read is not shown; the verdict stands without it.
    let _ = printed.seek(start).and_then(|_| io::Read::take(printed, KEPT).read_to_end(&mut bytes));
    let text = String::from_utf8_lossy(&bytes);
    let own = |line: &&str| {
        !line.is_empty() && !line.starts_with("running 1 test") && !line.starts_with("test ")
    };
    text.lines().filter(own).map(|line| format!("{}\n", harmless(line))).collect()
}

/// Returns the verdict in the file, if there is one. The answer may have written to it: with the token, only the grader
/// can have found it right.
fn read_verdict(file: &Path, token: &str) -> Option<Verdict> {
    let verdict: Value = serde_json::from_str(&fs::read_to_string(file).ok()?).ok()?;
    if verdict["right"] == *token {
        return Some(Ok(()));
    }
    let forged = || Refusal::new("forged", "the answer has written a verdict of its own");
    Some(Err(Refusal::from_json(&verdict).unwrap_or_else(forged)))
}

fn ended_early(status: ExitStatus, output: &str) -> Refusal {
    if output.contains("has overflowed its stack") {
        return Refusal::new(
            "stack_overflow",
            "a function calls itself without end, and the stack is full",
        );
    }
    let says = format!("the program ended before there was a verdict ({status})");
    let said = output.lines().collect::<Vec<_>>().join(" / ");
    Refusal::new(
        "ended_early",
        if said.is_empty() { says } else { format!("{says}: {}", ends_of(&said)) },
    )
}

/// Returns the beginning and the end of a text that is too long.
fn ends_of(text: &str) -> String {
    let letters: Vec<_> = text.chars().collect();
    if letters.len() <= REPEATED {
        return text.to_owned();
    }
    let half = REPEATED / 2;
    let (first, last) = (&letters[..half], &letters[letters.len() - half..]);
    first.iter().chain(&[' ', '…', ' ']).chain(last).collect()
}

/// Grades the answer in `text` as a test: in the child `grade` runs, in the test's own process the verdict
/// is printed, and the process fails if the answer is refused.
#[doc(hidden)]
pub fn test(exercise: &str, page: &str, text: &str, grade: Grade) {
    grade_if_child(grade);
    let mut command = Command::new(env::current_exe().expect("a program knows its file"));
    // With one thread the harness has none of its own that waits with a time limit: that would hide a
    // standstill.
    command.args([&format!("graded::{exercise}"), "--exact", "--test-threads=1", "--nocapture"]);
    let graded = judge(exercise, text, command);
    graded.print(page);
    if let Some(folder) = env::var_os("LABS_RESULTS") {
        graded
            .write_json(&PathBuf::from(folder))
            .expect("LABS_RESULTS names a folder for the verdicts");
    }
    if graded.verdict.is_err() {
        // Not a panic, after which the harness would have the last word.
        std::process::exit(101);
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn sentence(script: &str) -> String {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        let refusal = judge("gate", "", command).verdict.expect_err("there is no verdict");
        assert_eq!(refusal.id, "ended_early");
        refusal.sentence
    }

    /// It is rare, and nobody can repeat it: its words are all that there is.
    #[test]
    fn a_process_without_a_verdict_is_quoted() {
        let ended = "the program ended before there was a verdict (exit status: 101)";
        assert_eq!(sentence("exit 101"), ended);
        let said = sentence("echo a; echo 'no \x1b[31mroom' >&2; exit 101");
        assert_eq!(said, format!("{ended}: a / no \\u{{1b}}[31mroom"));
        let said = sentence("echo first; yes | head -c 90000; echo last >&2; exit 101");
        assert!(said.starts_with(&format!("{ended}: first / y")), "{said}");
        assert!(said.ends_with("y / last") && said.len() < 2048, "{said}");
    }
}
