//! Draws what threads did, in a column for each thread.

use examples_engine::counted;

/// The width of a small terminal.
pub const WIDTH: usize = 80;
/// More threads than this make columns that are too narrow.
const MOST_COLUMNS: usize = 4;
/// No column is narrower.
const LEAST: usize = 14;
/// Between two columns.
const GAP: usize = 2;

/// What a thread did.
#[derive(Clone, Debug)]
pub struct Row {
    /// The number of the thread: 0 is the first one.
    pub thread: usize,
    /// What is told.
    pub text: String,
}

impl Row {
    /// Returns whether this row already stands for this many of the other.
    pub fn is_same(&self, other: &Row, times: usize) -> bool {
        if times == 1 {
            self.text == other.text
        } else {
            self.text == format!("{} ({times} times)", other.text)
        }
    }
}

/// Returns the lines of the picture. `threads` has the names. If there are more than `most` lines, the first
/// ones are left out.
pub fn draw(threads: &[String], rows: &[Row], most: usize, color: bool) -> Vec<String> {
    let style = |text: &str, code: &str| {
        if color && !text.trim().is_empty() {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    };
    // Those that do nothing here need no column.
    let seen: Vec<usize> =
        (0..threads.len()).filter(|thread| rows.iter().any(|row| row.thread == *thread)).collect();
    let mut head = Vec::new();
    let mut steps = Vec::new();
    if seen.len() <= MOST_COLUMNS {
        let widths = widths(&seen, threads, rows);
        let cell = |column: usize, text: &str, code: &str| {
            let before: usize = widths[..column].iter().map(|width| width + GAP).sum();
            format!("{}{}", " ".repeat(before), style(text, code))
        };
        let name = |(thread, width): (&usize, &usize)| {
            let width = *width;
            format!("{:width$}", cut(&threads[*thread], width))
        };
        let names: Vec<_> = seen.iter().zip(&widths).map(name).collect();
        head.push(style(names.join(&" ".repeat(GAP)).trim_end(), "1"));
        for row in rows {
            let column = seen.iter().position(|thread| *thread == row.thread).unwrap_or(0);
            let options = textwrap::Options::new(widths[column]).subsequent_indent("  ");
            let lines = textwrap::wrap(&row.text, options);
            steps.push(
                lines.iter().map(|line| cell(column, line, color_of(column))).collect::<Vec<_>>(),
            );
        }
    } else {
        head.push(style(
            "There are too many threads for columns, so each line names its thread.",
            "2",
        ));
        let width = threads.iter().map(|name| name.chars().count()).max().unwrap_or(0).min(16);
        for row in rows {
            let name = format!("{:width$}", cut(&threads[row.thread], width));
            let text = cut(&row.text, WIDTH - width - GAP);
            let column = seen.iter().position(|thread| *thread == row.thread).unwrap_or(0);
            steps.push(vec![style(&format!("{name}  {text}"), color_of(column))]);
        }
    }
    let (mut from, mut lines) = (steps.len(), 0);
    let all: usize = steps.iter().map(Vec::len).sum();
    let room = most.saturating_sub(head.len() + usize::from(all + head.len() > most));
    while from > 0 && lines + steps[from - 1].len() <= room {
        from -= 1;
        lines += steps[from].len();
    }
    if from > 0 {
        head.push(style(&format!("… {} before …", counted(from, "step")), "2"));
    }
    head.extend(steps.drain(from..).flatten());
    head
}

/// Divides the width: a column that has longer texts gets more.
fn widths(seen: &[usize], threads: &[String], rows: &[Row]) -> Vec<usize> {
    let longest = |thread: &usize| {
        let texts =
            rows.iter().filter(|row| row.thread == *thread).map(|row| row.text.chars().count());
        texts.chain([threads[*thread].chars().count(), LEAST]).max().unwrap_or(LEAST)
    };
    let wanted: Vec<_> = seen.iter().map(longest).collect();
    let (room, sum) = (WIDTH - GAP * seen.len().saturating_sub(1), wanted.iter().sum::<usize>());
    if sum <= room {
        return wanted;
    }
    let spare = room - LEAST * seen.len();
    wanted
        .iter()
        .map(|wanted| LEAST + spare * (wanted - LEAST) / (sum - LEAST * seen.len()))
        .collect()
}

/// Returns the color of a column: each differs from its neighbors.
fn color_of(column: usize) -> &'static str {
    ["36", "33", "35", "32"][column % 4]
}

/// Cuts a text at a width.
pub fn cut(text: &str, width: usize) -> String {
    match text.char_indices().nth(width) {
        None => text.to_owned(),
        Some(_) => text.chars().take(width.saturating_sub(1)).chain(['…']).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Row, draw};

    fn rows(texts: &[(usize, &str)]) -> Vec<Row> {
        texts.iter().map(|(thread, text)| Row { thread: *thread, text: text.to_string() }).collect()
    }

    #[test]
    fn a_column_for_each_thread_that_does_something() {
        let names = ["main", "idle", "thread 2"].map(String::from);
        let lines = draw(&names, &rows(&[(0, "3 starts"), (2, "7 locks")]), 24, false);
        let second = " ".repeat(16);
        let head = format!("{:16}thread 2", "main");
        assert_eq!(lines, [head, "3 starts".into(), format!("{second}7 locks")]);
    }

    #[test]
    fn the_last_steps_stay() {
        let texts: Vec<_> = (0..30).map(|n| (n % 2, "step")).collect();
        let lines = draw(&["a", "b"].map(String::from), &rows(&texts), 10, false);
        assert_eq!(lines.len(), 10);
        assert_eq!(lines[1], "… 22 steps before …");
    }

    #[test]
    fn many_threads_share_one_column() {
        let names: Vec<_> = (0..6).map(|n| format!("thread {n}")).collect();
        let texts: Vec<_> = (0..6).map(|n| (n, "works")).collect();
        let lines = draw(&names, &rows(&texts), 24, true);
        assert_eq!(lines[6], "\x1b[33mthread 5  works\x1b[0m");
    }
}
