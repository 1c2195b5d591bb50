//! What a student reads, and what an instructor's script reads.

use std::env;
use std::io::{self, IsTerminal, Write as _};
use std::path::Path;

use serde_json::{Value, json};

use crate::{Refusal, Verdict};

/// The width of a small terminal.
const WIDTH: usize = 80;
/// With the sentence, and what rustlings adds, this still fits on a small terminal.
const MOST_EVIDENCE: usize = 11;
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

    /// The evidence comes first, the sentence last: what is last stays on the screen.
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
                if !evidence.is_empty() {
                    let shown =
                        last(evidence.iter().map(String::as_str), MOST_EVIDENCE, "steps before");
                    lines.push(format!("{dim}What happened:{off}"));
                    lines.extend(shown.iter().map(|line| cut(&format!("  {line}"))));
                    lines.push(String::new());
                }
                let red = style("\x1b[31m");
                let options = textwrap::Options::new(WIDTH).subsequent_indent("  ");
                let words = format!("✗ {}: {sentence}.", self.exercise);
                let wrapped = textwrap::wrap(&words, options);
                lines.extend(wrapped.iter().map(|line| format!("{bold}{red}{line}{off}")));
                lines.push(format!("  {dim}Read: cargo page {page}{off}"));
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
    env::var_os("NO_COLOR").is_none() && (asked || io::stdout().is_terminal())
}
