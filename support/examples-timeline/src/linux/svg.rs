//! Draws a timeline as a picture for a web page.
//!
//! It needs nothing from outside and no script: it follows the reader's choice of light or dark, and
//! shows what a stretch was when the pointer rests on it.

use super::call::{Call, Kind, Legend};
use super::model::{Cell, SWITCHES, Timeline, milliseconds, thousands};

const WIDTH: f64 = 960.0;
/// Where the lanes begin and end; their names stand left of them, their numbers right.
const LEFT: f64 = 156.0;
const RIGHT: f64 = 696.0;
const TOP: f64 = 76.0;
const LANE: f64 = 26.0;
const BAR: f64 = 20.0;
/// Columns of the picture; stretches shorter than one are drawn together.
const COLUMNS: usize = 270;
/// Where the numbers end: time on a CPU, ready, voluntary and involuntary switches.
const NUMBERS: [f64; 4] = [758.0, 832.0, 890.0, 944.0];

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
    let (rows, about_rest) = timeline.rows(COLUMNS);
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

    let mut calls = Legend::default();
    for (index, row) in rows.iter().enumerate() {
        let y = TOP + LANE * index as f64;
        body += &text("", 16.0, y + 15.0, &row.name);
        let numbers = [
            milliseconds(row.numbers.cpu),
            milliseconds(row.numbers.ready),
            thousands(row.numbers.voluntary),
            thousands(row.numbers.involuntary),
        ];
        for (x, number) in NUMBERS.into_iter().zip(numbers) {
            body += &text("end", x, y + 15.0, &number);
        }
        body += &bar(y, &row.cells, timeline.elapsed, &mut calls);
    }

    let mut y = bottom + 44.0;
    let own =
        [("cpu", "on a CPU, the fuller the longer"), ("ready", "ready, and waiting for a CPU")];
    let own = own.map(|(class, meaning)| (class, meaning.to_string()));
    for (class, meaning) in
        own.into_iter().chain(calls.lines().map(|(kind, line)| (class(kind), line)))
    {
        let top = y - 10.0;
        body +=
            &format!("<rect class=\"{class}\" x=\"16\" y=\"{top}\" width=\"14\" height=\"12\"/>\n");
        body += &text("small", 38.0, y, &meaning);
        y += 20.0;
    }
    for line in [SWITCHES.to_string()].into_iter().chain(about_rest).chain(timeline.caveats()) {
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
fn bar(y: f64, cells: &[Cell], elapsed: u64, calls: &mut Legend) -> String {
    let mut text = String::new();
    let mut start = 0;
    for alike in cells.chunk_by(|a, b| Look::of(a) == Look::of(b)) {
        let end = start + alike.len();
        if let Some(look) = Look::of(&alike[0]) {
            let mut all = Cell::default();
            alike.iter().for_each(|cell| all.add(cell, 1.0 / alike.len() as f64));
            // With as many digits as tell two columns apart.
            let digits =
                if elapsed < 20_000_000 { 2 } else { usize::from(elapsed < 2_000_000_000) };
            let [from, to] = [start, end].map(|column| {
                let time = elapsed as f64 * column as f64 / COLUMNS as f64;
                format!("{:.digits$}", time / 1e6)
            });
            text += &format!("<g><title>{from} to {to} ms: {}</title>", escaped(&shares(&all)));
            let x = |column: usize| LEFT + (RIGHT - LEFT) * column as f64 / COLUMNS as f64;
            let mut bottom = y + BAR;
            let blocked = look.call.map_or("other", |call| class(call.kind()));
            for (class, parts) in
                [("cpu", look.cpu), ("ready", look.ready), (blocked, look.blocked)]
            {
                let height = BAR * f64::from(parts) / PARTS;
                bottom -= height;
                if parts > 0 {
                    text += &format!(
                        "<path class=\"{class}\" d=\"M{:.0} {bottom:.0}H{:.0}v{height:.0}H{:.0}z\"/>",
                        x(start),
                        x(end),
                        x(start),
                    );
                }
            }
            if let Some(call) = look.call {
                calls.add(call);
            }
            text += "</g>\n";
        }
        start = end;
    }
    text
}

/// What can be told apart by eye: how many tenths of a cell the thread was on a CPU, ready, and blocked,
/// and in which call.
#[derive(PartialEq)]
pub(crate) struct Look {
    cpu: u8,
    ready: u8,
    blocked: u8,
    pub call: Option<Call>,
}

const PARTS: f64 = 10.0;

impl Look {
    /// `None` where there was no thread.
    pub(crate) fn of(cell: &Cell) -> Option<Look> {
        let lived = cell.lived();
        if lived == 0.0 {
            return None;
        }
        // At least a tenth, for a thread that lived for a moment only.
        let parts = (PARTS * lived).round().clamp(1.0, PARTS);
        let cpu = (parts * cell.cpu / lived).round();
        let ready = (parts * cell.ready / lived).round().min(parts - cpu);
        let blocked = parts - cpu - ready;
        let call = cell.call().filter(|_| blocked > 0.0);
        Some(Look { cpu: cpu as u8, ready: ready as u8, blocked: blocked as u8, call })
    }
}

/// `on a CPU 40 %, ready 35 %, futex 25 %`
fn shares(cell: &Cell) -> String {
    let blocked = cell.blocked.iter().map(|(call, share)| (call.label(), *share));
    let own = [("on a CPU".to_string(), cell.cpu), ("ready".to_string(), cell.ready)];
    let mut parts: Vec<_> = own.into_iter().chain(blocked).collect();
    parts.sort_by(|a, b| b.1.total_cmp(&a.1));
    let percent = |share: f64| (100.0 * share).round();
    if percent(parts[0].1) < 1.0 {
        return format!("{} less than 1 %", parts[0].0);
    }
    parts.retain(|(_, share)| percent(*share) >= 1.0);
    let parts = parts.into_iter().map(|(name, share)| format!("{name} {} %", percent(share)));
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

fn text(class: &str, x: f64, y: f64, text: &str) -> String {
    let text = escaped(text);
    format!("<text class=\"{class}\" x=\"{x:.1}\" y=\"{y}\">{text}</text>\n")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
