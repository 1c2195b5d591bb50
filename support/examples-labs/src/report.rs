//! What a student reads, and what an instructor's script reads.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write as _};
use std::path::Path;

use serde_json::{Value, json};

use crate::{Refusal, Verdict};

/// The width of a small terminal.
const WIDTH: usize = 80;
/// The lines of a verdict that a terminal of 24 lines has room for, when rustlings has added its own and the exercise's
/// `main` a few.
const ROOM: usize = 14;
/// What is always shown of the evidence.
const LEAST_EVIDENCE: usize = 5;
/// How much is shown of what the answer has printed.
const MOST_OUTPUT: usize = 5;

/// What grading an answer has brought.
#[derive(Clone, Debug)]
pub struct Graded {
    /// The exercise.
    pub exercise: String,
    /// Right, or why not.
    pub verdict: Verdict,
    /// The beginning of what the answer has printed.
    pub output: String,
    /// How long it took.
    pub seconds: f64,
}

impl Graded {
    /// Prints the verdict. `page` is where to read more.
    pub(crate) fn print(&self, page: &str) {
        // Not `print!`: the test harness would keep it for itself.
        let _ = io::stdout().lock().write_all(self.text(page, wants_color()).as_bytes());
    }

    /// The evidence comes first, the sentence last: what is last stays on the screen. Only what the answer has printed
    /// is cut.
    fn text(&self, page: &str, color: bool) -> String {
        let style = |code: &'static str| if color { code } else { "" };
        let (bold, dim, off) = (style("\x1b[1m"), style("\x1b[2m"), style("\x1b[0m"));
        let mut lines = vec![String::new()];
        let output = last(self.output.lines(), MOST_OUTPUT, "lines of output");
        lines.extend(output.iter().map(|line| format!("{dim}{}{off}", cut(line))));
        match &self.verdict {
            Ok(()) => {
                let green = style("\x1b[32m");
                let seconds = self.seconds;
                lines.push(format!(
                    "{bold}{green}✓ {}{off} {dim}({seconds:.1} s){off}",
                    self.exercise
                ));
            }
            Err(Refusal { sentence, evidence, .. }) => {
                let red = style("\x1b[31m");
                let sentence = wrap(&format!("✗ {}: {sentence}.", self.exercise), 2);
                if !evidence.is_empty() {
                    // Without its heading, the page, and an empty line.
                    let most = ROOM.saturating_sub(sentence.len() + 3).max(LEAST_EVIDENCE);
                    lines.push(format!("{dim}What happened:{off}"));
                    lines.extend(evidence_within(evidence, most));
                }
                lines.push(format!("{dim}Read: cargo page {page}{off}"));
                lines.push(String::new());
                lines.extend(sentence.iter().map(|line| format!("{bold}{red}{line}{off}")));
            }
        }
        lines.join("\n") + "\n"
    }

    /// Writes `EXERCISE.json` to the folder, in the form that exercism's test runners write (version 2),
    /// with the refusal's id and the seconds as further keys.
    ///
    /// # Errors
    /// If the file can't be written.
    pub fn write_json(&self, folder: &Path) -> io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let text = format!("{:#}\n", self.json());
        std::fs::write(folder.join(format!("{}.json", self.exercise)), text)
    }

    fn json(&self) -> Value {
        let (status, message, id) = match &self.verdict {
            Ok(()) => ("pass", None, None),
            Err(refusal) => {
                let lines = [std::slice::from_ref(&refusal.sentence), &refusal.evidence].concat();
                ("fail", Some(lines.join("\n")), Some(&refusal.id))
            }
        };
        // What exercism allows.
        let output: String = self.output.chars().take(500).collect();
        json!({
            "version": 2,
            "status": status,
            "message": null,
            "tests": [{
                "name": self.exercise,
                "status": status,
                "message": message,
                "output": output,
                "refusal": id,
                "seconds": (self.seconds * 1000.0).round() / 1000.0,
            }],
        })
    }
}

/// Returns the last lines; if there are more, the first of them says so.
fn last<'a>(lines: impl Iterator<Item = &'a str>, most: usize, what: &str) -> Vec<String> {
    let lines: Vec<_> = lines.collect();
    let kept = if lines.len() <= most { lines.len() } else { most - 1 };
    let left_out = lines.len() - kept;
    let note = (left_out > 0).then(|| format!("… {left_out} {what} …"));
    note.into_iter().chain(lines[left_out..].iter().map(|line| line.to_string())).collect()
}

/// Returns the last steps of the evidence that have room in this many lines.
fn evidence_within(evidence: &[String], most: usize) -> Vec<String> {
    // A step goes on below its last column.
    let column = |step: &str| step.rfind("  ").map_or(4, |at| step[..at].chars().count() + 4);
    let steps: Vec<_> =
        evidence.iter().map(|step| wrap(&format!("  {step}"), column(step))).collect();
    let fits = |first: usize| {
        let note = usize::from(first > 0);
        steps[first..].iter().map(Vec::len).sum::<usize>() + note <= most
    };
    let first = (0..steps.len()).find(|first| fits(*first)).unwrap_or(steps.len() - 1);
    let note = (first > 0).then(|| format!("  … {first} steps before …"));
    note.into_iter().chain(steps[first..].concat()).collect()
}

/// Wraps a line at the width of a small terminal, and indents what does not fit.
fn wrap(line: &str, indent: usize) -> Vec<String> {
    let indent = " ".repeat(indent.min(WIDTH / 2));
    let options = textwrap::Options::new(WIDTH).subsequent_indent(&indent);
    textwrap::wrap(line, options).into_iter().map(String::from).collect()
}

/// Cuts a line at the width of a small terminal.
fn cut(line: &str) -> String {
    match line.char_indices().nth(WIDTH) {
        None => line.to_owned(),
        Some(_) => line.chars().take(WIDTH - 1).chain(['…']).collect(),
    }
}

fn wants_color() -> bool {
    let args: Vec<_> = env::args().collect();
    let asked = args.windows(2).any(|two| two == ["--color", "always"]); // rustlings asks
    (asked || io::stdout().is_terminal()) && allows_color(|name| env::var_os(name))
}

/// Returns whether the environment allows colors: <https://no-color.org>.
fn allows_color(variable: impl Fn(&str) -> Option<OsString>) -> bool {
    variable("NO_COLOR").is_none_or(|value| value.is_empty())
        && variable("TERM").is_none_or(|terminal| terminal != "dumb")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(sentence: &str, evidence: Vec<String>) -> String {
        let verdict = Err(Refusal::new("wrong", sentence).evidence(evidence));
        let graded =
            Graded { exercise: "gate".into(), verdict, output: String::new(), seconds: 0.1 };
        graded.text("threads/condvar", false)
    }

    #[test]
    fn on_a_small_terminal_no_word_is_cut_and_the_sentence_is_last() {
        let step =
            |number| format!("thread {number}  line 16   gets{} and goes on", " word".repeat(9));
        let text = text(&"a sentence of many words ".repeat(6), (0..20).map(step).collect());
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        assert!(text.lines().count() <= ROOM + 1, "{text}"); // The first is empty.
        assert!(
            text.contains("\n  … 17 steps before …\n  thread 17  line 16   gets word"),
            "{text}"
        );
        assert!(
            text.contains(
                "\n                       goes on\nRead: cargo page threads/condvar\n\n✗ gate: "
            ),
            "{text}"
        );
        assert!(text.ends_with("\n  words .\n"), "{text}");
    }

    #[test]
    fn the_reader_may_want_no_color() {
        let with = |name: &str, value: &str| {
            allows_color(|asked| (asked == name).then(|| value.to_owned().into()))
        };
        assert!(with("NO_COLOR", "") && with("TERM", "xterm"));
        assert!(!with("NO_COLOR", "1") && !with("TERM", "dumb"));
    }

    #[test]
    fn a_verdict_without_evidence_is_a_page_and_a_sentence() {
        assert_eq!(text("no", Vec::new()), "\nRead: cargo page threads/condvar\n\n✗ gate: no.\n");
    }
}
