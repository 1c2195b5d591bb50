//! What the reader of a terminal sees: 80 columns, 24 lines, the sentence last.

use super::columns::{Row, WIDTH, cut, draw};
use super::found::{Ending, Found};
use super::kept;
use super::words::Words;
use super::wrong::{Wrong, one_line};
use examples_engine::{Event, counted};

/// The lines of a small terminal, without the next prompt.
const HEIGHT: usize = 23;
/// The lines that a picture has at least.
const PICTURE: usize = 9;
/// How many ways to end are shown.
pub const MOST_ENDINGS: usize = 4;
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
    match found.endings.len().saturating_sub(MOST_ENDINGS) {
        0 => {}
        1 => lines.push(format!("{:width$}   … 1 more way to end …", "")),
        more => lines.push(format!("{:width$}   … {more} more ways to end …", "")),
    }
    lines.push(String::new());
    let sentence = sentence_lines(sentence(found), color);
    // Without a fault, the order in which it prints something unusual.
    let shown = match found.first_wrong() {
        Some((ending, _)) => Some(story(ending)),
        None => {
            found.endings.get(1).map(|ending| story_until_it_differs(ending, &found.endings[0]))
        }
    };
    if let Some((threads, rows)) = shown.filter(|(_, rows)| !rows.is_empty()) {
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
    let sentence = match found.first_wrong() {
        Some(_) => sentence(found),
        None => ("✓ Nothing goes wrong in this order.".into(), "1;32"),
    };
    lines.extend(sentence_lines(sentence, color));
    lines.join("\n") + "\n"
}

fn title(found: &Found) -> String {
    let orders = if found.schedules == 1 { "order was" } else { "orders were" };
    let was_stopped = if found.was_stopped { ", then it was stopped" } else { "" };
    let run = format!("{} {orders} run{was_stopped}", grouped(found.schedules));
    match found.first_wrong() {
        Some((_, Wrong { name: "not_followed", .. })) => run,
        _ => format!("{run}: {}", found.which),
    }
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
    let usual = found.endings.iter().position(|ending| ending.wrong.is_none());
    let printed: Vec<_> = ending.run.output.lines().collect();
    let how = match &ending.wrong {
        Some(Wrong { name, line: Some(line), .. }) => format!("{name} in line {line}"),
        Some(Wrong { name, .. }) => name.replace('_', " "),
        None if printed.is_empty() => "it prints nothing".into(),
        None if found.first_wrong().is_some() && printed.len() > 1 => {
            format!("it prints {} lines", printed.len())
        }
        None => "it prints".into(),
    };
    let name_width = if ending.wrong.is_some() { 16 } else { 0 };
    let mut line = format!("{:>width$} × {how:name_width$}", ending.times);
    if usual != Some(index) && !ending.is_unsteady {
        let order = format!(" --replay {}", ending.run.order);
        let is_short = line.chars().count() + order.chars().count() <= WIDTH;
        line += &if is_short { order } else { format!(" --replay {}", kept::name(index)) };
    }
    let mut lines = vec![line.trim_end().to_owned()];
    if how == "it prints" {
        let before = usual.filter(|usual| *usual != index).map(|usual| &found.endings[usual]);
        let indent = width + 5;
        let line = |line: &String| format!("{:indent$}{}", "", cut(line, WIDTH - indent));
        let excerpt = excerpt(&printed, before);
        lines.extend(excerpt.iter().map(|text| line(text).trim_end().to_owned()));
    }
    lines
}

/// Returns the first lines of a text. If the usual text begins in the same way, they are the first ones that differ.
fn excerpt(printed: &[&str], usual: Option<&Ending>) -> Vec<String> {
    let usual = usual.map_or("", |usual| &usual.run.output);
    let same = printed.iter().zip(usual.lines()).take_while(|(a, b)| *a == b).count();
    let from = if printed.len() > MOST_PRINTED { same.min(printed.len() - 1) } else { 0 };
    let left = printed.len() - from;
    let shown = if left > MOST_PRINTED { MOST_PRINTED - 1 } else { left };
    let before = (from > 0).then(|| format!("… {} as above …", counted(from, "line")));
    let after = (shown < left).then(|| format!("… {} …", counted(left - shown, "more line")));
    let middle = printed[from..from + shown].iter().map(ToString::to_string);
    before.into_iter().chain(middle).chain(after).collect()
}

/// Returns the last sentence, and its color.
fn sentence(found: &Found) -> (String, &'static str) {
    let texts = found.endings.len();
    if let Some((_, wrong)) = found.first_wrong() {
        let needs = wrong.needs.as_ref().map(|needs| format!("; {needs}")).unwrap_or_default();
        return (format!("✗ {}{needs}.", wrong.sentence), "1;31");
    }
    if found.schedules == 0 {
        return ("No order was run to its end.".into(), "1");
    }
    if found.endings.iter().any(|ending| ending.is_unsteady) {
        let text = "≠ It does not print the same when the same order is run again: something is random or \
                    comes from the clock, such as the order of a `HashMap`. Nothing can be said of all orders.";
        return (text.into(), "1;33");
    }
    if texts == 1 {
        return ("✓ Nothing goes wrong, and it always prints the same.".into(), "1;32");
    }
    let has_left = |ending: &Ending| ending.run.threads.iter().any(|thread| !thread.has_ended);
    let left = if found.entry == "main" && found.endings.iter().any(has_left) {
        " In some orders, `main` returns before the other threads have ended."
    } else {
        ""
    };
    let question = "Are all of them right?";
    (format!("≠ Nothing fails, but it prints {texts} different texts. {question}{left}"), "1;33")
}

fn sentence_lines((sentence, code): (String, &str), color: bool) -> Vec<String> {
    let options = textwrap::Options::new(WIDTH).subsequent_indent("  ");
    let lines = textwrap::wrap(&sentence, options);
    lines
        .iter()
        .map(|line| if color { format!("\x1b[{code}m{line}\x1b[0m") } else { line.to_string() })
        .collect()
}

/// The names of the threads, and what they did.
type Story = (Vec<String>, Vec<Row>);

/// Returns what each thread did, up to the line that is not printed in the usual order.
fn story_until_it_differs(ending: &Ending, usual: &Ending) -> Story {
    let prints = |ending: &Ending| -> Vec<(usize, String)> {
        let events = ending.run.events.iter().enumerate();
        let prints = events.filter(|(_, event)| event.what.starts_with("prints "));
        prints.map(|(index, event)| (index, event.what.clone())).collect()
    };
    let usual = prints(usual);
    let differs = prints(ending)
        .into_iter()
        .enumerate()
        .find(|(number, (_, what))| usual.get(*number).is_none_or(|(_, usual)| usual != what));
    match differs {
        Some((_, (last, _))) => tell(ending, ending.run.events[..=last].iter().cloned()),
        None => story(ending),
    }
}

/// Returns what each thread did. What they wait for in the end comes last.
fn story(ending: &Ending) -> Story {
    let label = |id: &usize| ending.run.threads.get(*id).map(|thread| &*thread.label);
    let waits = ending.waits.iter().map(|event| {
        let others: Vec<_> = event.waits_for.iter().filter_map(label).collect();
        let what = match &others[..] {
            [] => return event.clone(),
            [other] if *other == event.thread => "waits for itself".into(),
            others => format!("waits for {}", others.join(", ")),
        };
        Event { what, ..event.clone() } // The sentence says more about it.
    });
    tell(ending, ending.run.events.iter().cloned().chain(waits))
}

fn tell(ending: &Ending, events: impl Iterator<Item = Event>) -> Story {
    let mut words = Words::default();
    let threads = ending.run.threads.iter().map(|thread| thread.label.clone()).collect();
    let mut rows: Vec<Row> = Vec::new();
    let mut times = 1;
    for event in events {
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

#[cfg(test)]
mod tests {
    use examples_engine::Run;

    use super::{Ending, excerpt};

    #[test]
    fn a_long_text_is_shown_from_where_it_differs() {
        let run = Run { output: "a\nb\nc\nd\ne".into(), ..Run::default() };
        let usual = Ending { wrong: None, times: 1, run, waits: vec![], is_unsteady: false };
        assert_eq!(
            excerpt(&["a", "b", "x", "y", "z", "1", "2"], Some(&usual)),
            ["… 2 lines as above …", "x", "y", "z", "… 2 more lines …"]
        );
        assert_eq!(excerpt(&["a", "x"], Some(&usual)), ["a", "x"]);
        assert_eq!(excerpt(&["1", "2", "3", "4", "5"], None), ["1", "2", "3", "… 2 more lines …"]);
    }
}
