//! Draws a timeline with characters.

use std::collections::BTreeSet;
use std::env;

use console::Term;

use super::legend::Legend;
use super::palette::Doing;
use crate::model::{Cell, Row, SWITCHES, Timeline, milliseconds, thousands};
use crate::probe::{Call, Kind};

/// How to draw.
pub(super) struct Style {
    /// In columns.
    pub width: usize,
    pub unicode: bool,
    pub color: bool,
}

impl Style {
    /// What suits stderr: as wide as the terminal, or 80 columns when it is none.
    pub(super) fn of_stderr() -> Style {
        let width = Term::stderr().size_checked().map(|(_rows, columns)| columns.into());
        Style::from(width, |name| env::var(name).ok())
    }

    /// For a terminal of that width, or none; with what the environment says.
    fn from(terminal: Option<usize>, variable: impl Fn(&str) -> Option<String>) -> Style {
        let set = |name| variable(name).filter(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set).unwrap_or_default();
        let locale = locale.to_lowercase();
        let is_dumb = set("TERM").is_some_and(|term| term == "dumb");
        Style {
            width: terminal.unwrap_or(80).max(50), // With less, there is no room for a lane.
            unicode: !is_dumb && (locale.contains("utf-8") || locale.contains("utf8")),
            color: terminal.is_some() && !is_dumb && set("NO_COLOR").is_none(),
        }
    }

    fn glyphs(&self) -> &'static Glyphs {
        if self.unicode { &UNICODE } else { &ASCII }
    }
}

/// What stands for what.
struct Glyphs {
    /// On a CPU for the whole cell, and for less and less of it.
    cpu: &'static [char],
    cpu_legend: &'static str,
    ready: char,
    sleep: char,
    thread: char,
    io: char,
    other: char,
    axis: char,
}

const UNICODE: Glyphs = Glyphs {
    cpu: &['█', '▇', '▆', '▅', '▄', '▃', '▂', '▁'],
    cpu_legend: "█ on a CPU, ▄ for half of the time",
    ready: '▒',
    sleep: '·',
    thread: '─',
    io: '~',
    other: '?',
    axis: '┴',
};
const ASCII: Glyphs = Glyphs {
    cpu: &['#', '9', '8', '7', '6', '5', '4', '3', '2', '1'],
    cpu_legend: "# on a CPU, 5 for five tenths of the time",
    ready: 'r',
    sleep: '.',
    thread: '-',
    io: '~',
    other: '?',
    axis: '+',
};

/// Names are cut by the kernel at 15 bytes.
const LONGEST_NAME: usize = 15;

/// The picture, with a newline at its end.
pub(super) fn draw(timeline: &Timeline, style: &Style) -> String {
    const HEAD: &str = "  CPU ms ready ms   vol. invol.";
    let glyphs = style.glyphs();
    let names = timeline.lanes.iter().map(|lane| lane.name.chars().count());
    let names = names.max().unwrap_or(0).clamp("9,980 more".len(), LONGEST_NAME);
    let columns = style.width - names - 1 - HEAD.len();
    let (rows, about_rest) = timeline.rows(columns);

    let mut text = wrapped(&timeline.title(), style.width);
    text.push_str(&format!("{:indent$}{HEAD}\n", "", indent = names + 1 + columns));
    let mut seen = BTreeSet::new();
    for Row { name, cells, numbers } in rows {
        let ascii = |c: char| if style.unicode || c.is_ascii() { c } else { '?' };
        let name: String = name.chars().map(ascii).collect();
        let bar = bar(&cells, style, &mut seen);
        let (cpu, ready) = (time(numbers.cpu), time(numbers.ready));
        let (vol, invol) = (short(numbers.voluntary), short(numbers.involuntary));
        text.push_str(&format!("{name:names$.names$} {bar}{cpu:>8}{ready:>9}{vol:>7}{invol:>7}\n"));
    }
    text.push_str(&axis(timeline, names + 1, columns, glyphs));

    let mut legend = vec![glyphs.cpu_legend.to_string()];
    let mut calls = Legend::default();
    for shown in seen {
        match shown {
            Shown::Ready => legend.push(format!("{} ready, and waiting for a CPU", glyphs.ready)),
            Shown::Blocked(call) => calls.add(call),
            Shown::Cpu(_) | Shown::Nothing => {}
        }
    }
    legend.extend(calls.lines().map(|(kind, line)| format!("{} {line}", glyphs.blocked(kind))));
    legend.push(SWITCHES.to_string());
    legend.extend(about_rest);
    legend.extend(timeline.caveats());
    for line in legend {
        text.push_str(&wrapped(&line, style.width));
    }
    text
}

/// Milliseconds, or seconds from a thousand of them up: at most eight characters for eleven days.
fn time(nanoseconds: u64) -> String {
    match nanoseconds {
        0..1_000_000_000_000 => milliseconds(nanoseconds),
        _ => format!("{}s", thousands(nanoseconds / 1_000_000_000)),
    }
}

/// At most seven characters, up to a thousand million.
fn short(number: u64) -> String {
    match number {
        0..100_000 => thousands(number),
        _ => format!("{}k", thousands(number / 1000)),
    }
}

/// What a cell shows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shown {
    /// For this many parts of the cell. A cell has as many parts as there are glyphs for it.
    Cpu(usize),
    Ready,
    Blocked(Call),
    Nothing,
}

impl Shown {
    /// The time on a CPU if it is enough to be seen, but for a cell in which the thread mostly waited
    /// for one. Of a thread that lived for a small part of the cell, what it did most.
    fn of(cell: &Cell, parts: usize) -> Shown {
        let on_cpu = (cell.cpu * parts as f64).round() as usize;
        match cell.call() {
            _ if cell.lived() == 0.0 => Shown::Nothing,
            _ if cell.ready > cell.cpu && cell.ready > cell.all_blocked() => Shown::Ready,
            _ if on_cpu > 0 => Shown::Cpu(on_cpu.min(parts)),
            Some(call) if cell.all_blocked() > cell.cpu => Shown::Blocked(call),
            _ => Shown::Cpu(1),
        }
    }

    fn glyph(self, glyphs: &Glyphs) -> char {
        match self {
            Shown::Cpu(parts) => glyphs.cpu[glyphs.cpu.len() - parts],
            Shown::Ready => glyphs.ready,
            Shown::Blocked(call) => glyphs.blocked(call.kind()),
            Shown::Nothing => ' ',
        }
    }

    /// The number of its color; 0 stands for the terminal's own.
    fn color(self) -> u8 {
        match self {
            Shown::Cpu(_) => Doing::Cpu.ansi(),
            Shown::Ready => Doing::Ready.ansi(),
            Shown::Blocked(call) => Doing::Blocked(call.kind()).ansi(),
            Shown::Nothing => 0,
        }
    }
}

impl Glyphs {
    fn blocked(&self, kind: Kind) -> char {
        match kind {
            Kind::Sleep => self.sleep,
            Kind::Thread => self.thread,
            Kind::Io => self.io,
            Kind::Other => self.other,
        }
    }
}

fn bar(cells: &[Cell], style: &Style, seen: &mut BTreeSet<Shown>) -> String {
    let glyphs = style.glyphs();
    let (mut text, mut color) = (String::new(), 0);
    for cell in cells {
        let shown = Shown::of(cell, glyphs.cpu.len());
        seen.insert(shown);
        if style.color && color != shown.color() {
            color = shown.color();
            text.push_str(&format!("\x1b[{color}m"));
        }
        text.push(shown.glyph(glyphs));
    }
    if color != 0 {
        text.push_str("\x1b[0m");
    }
    text
}

/// Round numbers of milliseconds, each below its mark.
fn axis(timeline: &Timeline, indent: usize, columns: usize, glyphs: &Glyphs) -> String {
    let (mut marks, mut labels) = (" ".repeat(indent), " ".repeat(indent));
    for (time, label) in timeline.ticks(columns as u64 / 11) {
        let column = time as f64 / timeline.elapsed.max(1) as f64 * columns as f64;
        let column = indent + (column as usize).min(columns - 1);
        marks.push_str(&" ".repeat(column - marks.chars().count()));
        marks.push(glyphs.axis);
        labels.push_str(&" ".repeat(column.saturating_sub(labels.len())));
        labels.push_str(&label);
    }
    format!("{marks}\n{labels} ms\n")
}

/// Returns the text in lines of that width, those after the first indented.
fn wrapped(text: &str, width: usize) -> String {
    textwrap::fill(text, textwrap::Options::new(width).subsequent_indent("  ")) + "\n"
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::collections::BTreeMap;

    use super::super::tests::assert_drawn;
    use super::*;
    use crate::model::tests::{FUTEX, known, reading, recording, thread};
    use crate::probe::State;

    #[test]
    fn known_samples_are_drawn_as_ever_in_a_terminal() {
        let style = |unicode, color| Style { width: 80, unicode, color };
        assert_drawn("unicode.txt", &draw(&known(), &style(true, false)));
        assert_drawn("color.txt", &draw(&known(), &style(true, true)));
        let ascii = draw(&known(), &style(false, false));
        assert!(ascii.is_ascii(), "{ascii}");
        assert_drawn("ascii.txt", &ascii);
    }

    #[test]
    fn the_style_is_what_the_terminal_and_the_environment_ask_for() {
        let style = |width, variables: &[(&str, &str)]| {
            let find = |name: &str| variables.iter().find(|(key, _)| *key == name);
            let Style { width, unicode, color } =
                Style::from(width, |name| find(name).map(|(_, value)| value.to_string()));
            (width, unicode, color)
        };
        assert_eq!(style(None, &[]), (80, false, false));
        assert_eq!(style(Some(123), &[("LANG", "en_US.UTF-8")]), (123, true, true));
        assert_eq!(
            style(Some(10), &[("LC_CTYPE", "C.utf8"), ("NO_COLOR", "1")]),
            (50, true, false)
        );
        assert_eq!(style(Some(80), &[("LC_ALL", "C"), ("LANG", "C.UTF-8")]), (80, false, true));
        assert_eq!(
            style(Some(80), &[("NO_COLOR", "")]),
            (80, false, true),
            "empty is as if not set"
        );
        assert_eq!(style(Some(80), &[("TERM", "dumb"), ("LANG", "C.UTF-8")]), (80, false, false));
    }

    #[test]
    fn a_name_of_any_kind_keeps_to_its_columns() {
        let names = ["größe", "😀😀", "日本語", "a\u{202e}b", "\u{fffd}"];
        let drawn = names.map(|name| {
            let threads =
                ["main", name].map(|name| thread(1, name, vec![reading(9, 9, 0, FUTEX, 1)]));
            let timeline = Timeline::new("t", recording(threads.into()));
            [true, false].map(|unicode| {
                let drawn = draw(&timeline, &Style { width: 80, unicode, color: false });
                assert!(unicode || drawn.is_ascii(), "{drawn}");
                drawn.lines().nth(3).expect("the lane").split(' ').next().unwrap_or("").to_string()
            })
        });
        let expected =
            [["größe", "gr??e"], ["??", "??"], ["???", "???"], ["a?b", "a?b"], ["?", "?"]];
        assert_eq!(drawn, expected);
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let listing = "pipeline_inside_rayon_and_then_some";
        for width in 50..=200 {
            for unicode in [true, false] {
                let mut known = known();
                known.listing = listing.into();
                let drawn = draw(&known, &Style { width, unicode, color: false });
                for line in drawn.lines() {
                    assert!(line.chars().count() <= width, "{width}: {line:?}");
                }
            }
        }
    }

    #[test]
    fn a_cell_shows_what_it_holds_most_of() {
        let cell = |cpu, ready, waits| {
            let futex = Call(Some(libc::SYS_futex));
            Cell { cpu, ready, blocked: BTreeMap::from([(futex, waits)]) }
        };
        let shown = |cpu, ready, waits| Shown::of(&cell(cpu, ready, waits), 8);
        assert!(shown(0.25, 0.35, 0.4) == Shown::Cpu(2), "more than ready, it was blocked");
        assert!(shown(0.25, 0.5, 0.25) == Shown::Ready);
        assert!(shown(0.01, 0.0, 0.0) == Shown::Cpu(1), "it lived for a moment");
        assert!(shown(0.01, 0.0, 0.99) == Shown::Blocked(Call(Some(libc::SYS_futex))));
        assert!(shown(0.0, 0.0, 0.0) == Shown::Nothing);
    }

    #[test]
    fn the_columns_of_a_long_run_stay_apart() {
        let hour = 3_600_000;
        let mut known =
            recording(vec![thread(1, "p", vec![reading(hour, hour, 0, State::OnCpu, 0)])]);
        known.elapsed = hour * 1_000_000;
        let drawn =
            draw(&Timeline::new("t", known), &Style { width: 80, unicode: true, color: false });
        assert!(drawn.contains("█  3,600s      0.0      0      1\n"), "{drawn}");
        assert!(drawn.contains(" 1,000,000  ") && drawn.contains(" 3,000,000 ms\n"), "{drawn}");
    }
}
