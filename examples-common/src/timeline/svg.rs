//! Draws a timeline as a picture for a web page.
//!
//! It needs nothing from outside and no script: it follows the reader's choice of light or dark, and
//! shows what a stretch was when the pointer rests on it.

use std::collections::{BTreeMap, BTreeSet};

use super::call::{Call, Kind};
use super::model::{Cell, Timeline, milliseconds, thousands};

const WIDTH: f64 = 960.0;
/// Where the lanes begin and end; their names stand left of them, their numbers right.
const LEFT: f64 = 138.0;
const RIGHT: f64 = 722.0;
const TOP: f64 = 76.0;
const LANE: f64 = 26.0;
const BAR: f64 = 20.0;
/// Columns of the picture; stretches shorter than one are drawn together.
const COLUMNS: usize = 292;
const MOST_LANES: usize = 24;
/// Where the numbers end: time on a CPU, ready, voluntary and involuntary switches.
const NUMBERS: [f64; 4] = [778.0, 834.0, 890.0, 944.0];

const STYLE: &str = "
  text { font: 13px sans-serif; fill: #1c1c1c; }
  .title { font-size: 16px; font-weight: bold; }
  .small { font-size: 12px; fill: #555555; }
  .end { text-anchor: end; }
  .middle { text-anchor: middle; }
  .ground { fill: #ffffff; }
  .grid { stroke: #d9d9d9; }
  .cpu { fill: #1f6fb4; }
  .ready { fill: #e8871e; }
  .sleep { fill: #e6e6e6; }
  .thread { fill: #c3cfe2; }
  .io { fill: #b4dfd2; }
  .other { fill: #e0c6e4; }
  @media (prefers-color-scheme: dark) {
    text { fill: #ececec; }
    .small { fill: #b5b5b5; }
    .ground { fill: #16191d; }
    .grid { stroke: #3a3f45; }
    .cpu { fill: #58a6e8; }
    .ready { fill: #f0a24a; }
    .sleep { fill: #34373c; }
    .thread { fill: #475a75; }
    .io { fill: #2f6a5a; }
    .other { fill: #6a4471; }
  }
";

/// The whole file.
pub(crate) fn draw(timeline: &Timeline) -> String {
    let (rows, about_rest) = timeline.rows(MOST_LANES, COLUMNS);
    let bottom = TOP + LANE * rows.len() as f64;

    let mut body = text("title", 16.0, 28.0, &timeline.title());
    for (x, head) in NUMBERS.into_iter().zip(["CPU ms", "ready ms", "vol.", "invol."]) {
        body += &text("small end", x, TOP - 10.0, head);
    }
    for (time, label) in timeline.ticks(10) {
        let x = LEFT + (RIGHT - LEFT) * time as f64 / timeline.elapsed.max(1) as f64;
        body += &format!("<path class=\"grid\" d=\"M{x:.1} {}V{bottom}\"/>\n", TOP - 6.0);
        body += &text("small middle", x, bottom + 16.0, &label);
    }
    body += &text("small", RIGHT + 18.0, bottom + 16.0, "ms");

    let mut seen = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        let y = TOP + LANE * index as f64;
        body += &text("", 16.0, y + 15.0, &row.name);
        let numbers = [
            milliseconds(row.cpu),
            milliseconds(row.ready),
            thousands(row.voluntary),
            thousands(row.involuntary),
        ];
        for (x, number) in NUMBERS.into_iter().zip(numbers) {
            body += &text("end", x, y + 15.0, &number);
        }
        body += &bar(y, &row.cells, timeline.elapsed, &mut seen);
    }

    let mut y = bottom + 44.0;
    for pair in legend(seen).chunks(2) {
        for ((class, meaning), x) in pair.iter().zip([16.0, WIDTH / 2.0]) {
            body += &format!(
                "<rect class=\"{class}\" x=\"{x}\" y=\"{}\" width=\"14\" height=\"12\"/>\n",
                y - 10.0
            );
            body += &text("small", x + 22.0, y, meaning);
        }
        y += 20.0;
    }
    for line in about_rest.into_iter().chain([timeline.honesty()]) {
        body += &text("small", 16.0, y + 4.0, &line);
        y += 20.0;
    }

    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {y}\" role=\"img\" \
         aria-labelledby=\"title\">\n<title id=\"title\">{}</title>\n<style>{STYLE}</style>\n\
         <rect class=\"ground\" width=\"{WIDTH}\" height=\"{y}\"/>\n{body}</svg>\n",
        escaped(&timeline.title()),
    )
}

/// The stretches of a lane, each of neighbouring cells that look alike.
fn bar(y: f64, cells: &[Cell], elapsed: u64, seen: &mut BTreeMap<Kind, BTreeSet<Call>>) -> String {
    let mut text = String::new();
    let mut start = 0;
    for alike in cells.chunk_by(|a, b| Look::of(a) == Look::of(b)) {
        let end = start + alike.len();
        if let Some(look) = Look::of(&alike[0]) {
            if let Some(call) = look.call {
                seen.entry(call.kind()).or_default().insert(call);
            }
            let mut sum = Cell::default();
            alike.iter().for_each(|cell| sum.add(cell));
            let [from, to] = [start, end].map(|column| {
                milliseconds((elapsed as f64 * column as f64 / COLUMNS as f64) as u64)
            });
            text += &format!("<g><title>{from} to {to} ms: {}</title>", escaped(&shares(&sum)));
            let x = |column: usize| LEFT + (RIGHT - LEFT) * column as f64 / COLUMNS as f64;
            let mut part = |class: &str, top: f64, height: f64| {
                if height > 0.0 {
                    text += &format!(
                        "<path class=\"{class}\" d=\"M{:.0} {:.1}h{:.0}v{height:.1}H{:.0}z\"/>",
                        x(start),
                        y + top,
                        x(end) - x(start),
                        x(start),
                    );
                }
            };
            let [cpu, ready] = [look.cpu, look.ready].map(|parts| BAR * f64::from(parts) / PARTS);
            part(look.call.map_or("other", |call| class(call.kind())), 0.0, BAR - cpu - ready);
            part("ready", BAR - cpu - ready, ready);
            part("cpu", BAR - cpu, cpu);
            text += "</g>\n";
        }
        start = end;
    }
    text
}

/// What can be told apart by eye: how many tenths a cell was on a CPU, and ready, and where the thread
/// was blocked for the rest.
#[derive(PartialEq)]
struct Look {
    cpu: u8,
    ready: u8,
    call: Option<Call>,
}

const PARTS: f64 = 10.0;

impl Look {
    /// `None` where there was no thread.
    fn of(cell: &Cell) -> Option<Look> {
        let lived = cell.lived();
        if lived == 0.0 {
            return None;
        }
        let cpu = (PARTS * cell.cpu / lived).round() as u8;
        // Together they are at most the whole: of two halves that are rounded up, one gives way.
        let ready = ((PARTS * cell.ready / lived).round() as u8).min(PARTS as u8 - cpu);
        let blocked = cpu + ready < PARTS as u8;
        Some(Look { cpu, ready, call: cell.call().filter(|_| blocked) })
    }
}

/// `on a CPU 40 %, ready 35 %, futex 25 %`
fn shares(cell: &Cell) -> String {
    let blocked = cell.blocked.iter().map(|(call, time)| match call.name() {
        name if name.is_empty() => ("blocked".to_string(), *time),
        name => (name, *time),
    });
    let all = [("on a CPU".to_string(), cell.cpu), ("ready".to_string(), cell.ready)];
    let parts = all.into_iter().chain(blocked).filter_map(|(name, time)| {
        let percent = (100.0 * time / cell.lived()).round();
        (percent > 0.0).then(|| format!("{name} {percent} %"))
    });
    parts.collect::<Vec<_>>().join(", ")
}

fn class(kind: Kind) -> &'static str {
    match kind {
        Kind::Sleep => "sleep",
        Kind::Thread => "thread",
        Kind::Io => "io",
        Kind::Other => "other",
    }
}

/// Class and meaning of each colour in the picture.
fn legend(seen: BTreeMap<Kind, BTreeSet<Call>>) -> Vec<(&'static str, String)> {
    let mut legend = vec![
        ("cpu", "on a CPU, the fuller the longer".to_string()),
        ("ready", "ready, and waiting for a CPU".to_string()),
    ];
    legend.extend(seen.into_iter().map(|(kind, calls)| (class(kind), kind.legend(calls))));
    legend
}

fn text(class: &str, x: f64, y: f64, text: &str) -> String {
    let text = escaped(text);
    format!("<text class=\"{class}\" x=\"{x:.1}\" y=\"{y}\">{text}</text>\n")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
