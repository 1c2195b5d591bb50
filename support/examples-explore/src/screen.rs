//! What the reader of a terminal sees: 80 columns, 24 lines, the sentence last.

use super::columns::{Row, WIDTH, cut, draw};
use super::found::{Ending, Found};
use super::words::Words;
use super::wrong::one_line;
use examples_engine::Event;

/// The lines of a small terminal, without the next prompt.
const HEIGHT: usize = 23;
/// A picture has at least so many lines.
const PICTURE: usize = 9;
/// How many ways to end are shown.
const MOST_ENDINGS: usize = 4;
/// How many lines of a text are shown.
const MOST_PRINTED: usize = 4;

/// Says what was found.
pub fn report(found: &Found, color: bool) -> String {
    let bold = |text: &str| if color { format!("\x1b[1m{text}\x1b[0m") } else { text.to_owned() };
    let mut lines = vec![bold(&format!("`{}` of {}", found.entry, found.file))];
    lines.extend(textwrap::wrap(&title(found), WIDTH).iter().map(ToString::to_string));
    lines.push(String::new());
    let width =
        found.endings.iter().map(|ending| ending.times.to_string().len()).max().unwrap_or(1);
    for (index, ending) in found.endings.iter().take(MOST_ENDINGS).enumerate() {
        lines.extend(ending_lines(ending, width, index, found));
    }
    if let Some(more) = found.endings.len().checked_sub(MOST_ENDINGS + 1) {
        lines.push(format!("{:width$}   … {} more ways to end …", "", more + 1));
    }
    lines.push(String::new());
    let sentence = sentence_lines(found, color);
    // Without a fault, the order in which it prints something unusual.
    if let Some(ending) = found.first_wrong().map(|(ending, _)| ending).or(found.endings.get(1)) {
        let (threads, rows) = story(ending);
        let room = HEIGHT.saturating_sub(lines.len() + sentence.len() + 1).max(PICTURE);
        lines.extend(draw(&threads, &rows, room, color));
        lines.push(String::new());
    }
    lines.extend(sentence);
    lines.join("\n") + "\n"
}

/// Shows one order, with all of its steps.
pub fn replayed(found: &Found, color: bool) -> String {
    let mut lines = Vec::new();
    for ending in &found.endings {
        let (threads, rows) = story(ending);
        lines.extend(draw(&threads, &rows, usize::MAX, color));
        if !ending.run.output.is_empty() {
            lines.extend([String::new(), "It prints".into()]);
            lines.extend(ending.run.output.lines().map(|line| format!("  {line}")));
        }
    }
    lines.push(String::new());
    lines.extend(sentence_lines(found, color));
    lines.join("\n") + "\n"
}

fn title(found: &Found) -> String {
    let orders = if found.schedules == 1 { "order was" } else { "orders were" };
    let was_stopped = if found.was_stopped { ", then it was stopped" } else { "" };
    format!("{} {orders} run{was_stopped}: {}", grouped(found.schedules), found.which)
}

/// Returns a number with a comma after each three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn ending_lines(ending: &Ending, width: usize, index: usize, found: &Found) -> Vec<String> {
    let times = format!("{:>width$} ×", ending.times);
    let is_usual =
        index == 0 || (ending.wrong.is_none() && found.endings[index - 1].wrong.is_some());
    let again = format!("--replay {}", ending.run.order);
    if let Some(wrong) = &ending.wrong {
        return vec![format!("{times} {:12} {again}", wrong.name.replace('_', " "))];
    }
    let again = if is_usual { String::new() } else { again };
    let printed: Vec<_> = ending.run.output.lines().collect();
    if printed.is_empty() {
        return vec![format!("{times} it prints nothing {again}").trim_end().to_owned()];
    }
    let shown = if printed.len() > MOST_PRINTED { MOST_PRINTED - 1 } else { printed.len() };
    if found.first_wrong().is_some() && printed.len() > 1 {
        let line = format!("{times} it prints {} lines {again}", printed.len());
        return vec![line.trim_end().to_owned()];
    }
    let mut lines = vec![format!("{times} it prints {again}").trim_end().to_owned()];
    let indent = width + 5;
    lines.extend(
        printed[..shown].iter().map(|line| format!("{:indent$}{}", "", cut(line, WIDTH - indent))),
    );
    if shown < printed.len() {
        lines.push(format!("{:indent$}… {} more lines …", "", printed.len() - shown));
    }
    lines
}

fn sentence_lines(found: &Found, color: bool) -> Vec<String> {
    let (sentence, code) = match found.first_wrong() {
        Some((_, wrong)) => (format!("✗ {}.", wrong.sentence), "1;31"),
        _ if found.schedules == 0 => ("No order was run to its end.".into(), "1"),
        _ if found.endings.len() > 1 => {
            let texts = found.endings.len();
            (
                format!(
                    "≠ Nothing fails, but it prints {texts} different texts. Are all of them right?"
                ),
                "1;33",
            )
        }
        _ => ("✓ Nothing goes wrong, and it always prints the same.".into(), "1;32"),
    };
    let options = textwrap::Options::new(WIDTH).subsequent_indent("  ");
    let lines = textwrap::wrap(&sentence, options);
    lines
        .iter()
        .map(|line| if color { format!("\x1b[{code}m{line}\x1b[0m") } else { line.to_string() })
        .collect()
}

/// Returns the names of the threads, and what each of them did. What they wait for in the end comes last.
fn story(ending: &Ending) -> (Vec<String>, Vec<Row>) {
    let mut words = Words::default();
    let threads = ending.run.threads.iter().map(|thread| thread.label.clone()).collect();
    let label = |id: &usize| ending.run.threads.get(*id).map(|thread| &*thread.label);
    let waits = ending.waits.iter().map(|event| {
        let others: Vec<_> = event.waits_for.iter().filter_map(label).collect();
        let what = format!("waits for {}", others.join(", "));
        // The sentence says more about it.
        if others.is_empty() { event.clone() } else { Event { what, ..event.clone() } }
    });
    let mut rows: Vec<Row> = Vec::new();
    let mut times = 1;
    for event in ending.run.events.iter().cloned().chain(waits) {
        let row = Row { thread: event.id, text: text(&event, &mut words) };
        match rows.last_mut() {
            // One row for what is done again and again.
            Some(last) if last.thread == row.thread && last.is_same(&row, times) => {
                times += 1;
                last.text = format!("{} ({times} times)", row.text);
            }
            _ => {
                times = 1;
                rows.push(row);
            }
        }
    }
    (threads, rows)
}

/// Returns the line, the words of the source, and what happened.
fn text(event: &Event, words: &mut Words) -> String {
    let place = event.place.filter(|_| event.line > 0);
    let words = place.and_then(|place| words.at(place.file(), place.line(), place.column()));
    let line = if event.line > 0 { format!("{} ", event.line) } else { String::new() };
    // The sentence says with which words.
    let what =
        if event.what.starts_with("panics: ") { "panics".into() } else { one_line(&event.what) };
    match words {
        Some(words) => format!("{line}{words}: {what}"),
        None => format!("{line}{what}"),
    }
}
