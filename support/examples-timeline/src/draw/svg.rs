//! Draws a timeline as a picture for a web page.
//!
//! It needs nothing from outside and no script: it follows the reader's choice of light or dark, and
//! shows what a stretch was when the pointer rests on it.

use super::legend::Legend;
use super::palette::{self, Color, Doing, css};
use crate::model::{Cell, SWITCHES, Timeline, milliseconds, thousands};
use crate::probe::{Call, Kind};

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

const SHAPES: &str = "
  text { font: 13px sans-serif; }
  .title { font-size: 16px; font-weight: bold; }
  .small { font-size: 12px; }
  .end { text-anchor: end; }
  .middle { text-anchor: middle; }
";

/// The whole file.
pub(super) fn draw(timeline: &Timeline) -> String {
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
    let own = [
        (Doing::Cpu, "on a CPU, the fuller the longer"),
        (Doing::Ready, "ready, and waiting for a CPU"),
    ];
    let own = own.map(|(doing, meaning)| (doing, meaning.to_string()));
    for (doing, meaning) in
        own.into_iter().chain(calls.lines().map(|(kind, line)| (Doing::Blocked(kind), line)))
    {
        let (class, top) = (class(doing), y - 10.0);
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
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{y}\" \
         viewBox=\"0 0 {WIDTH} {y}\" role=\"img\" \
         aria-labelledby=\"title\">\n<title id=\"title\">{}</title>\n<style>{}</style>\n\
         <rect class=\"ground\" width=\"{WIDTH}\" height=\"{y}\"/>\n{body}</svg>\n",
        escaped(&timeline.title()),
        style(),
    )
}

fn style() -> String {
    let mut colors = vec![
        ("text", "fill", palette::INK),
        (".small", "fill", palette::FAINT_INK),
        (".ground", "fill", palette::GROUND),
        (".grid", "stroke", palette::GRID),
    ];
    colors.extend(Doing::ALL.map(|doing| (selector(doing), "fill", doing.color())));
    let rules = |shade: fn(&Color) -> u32| {
        let rule = |(selector, property, color): &(&str, &str, Color)| {
            format!("  {selector} {{ {property}: {}; }}\n", css(shade(color)))
        };
        colors.iter().map(rule).collect::<String>()
    };
    let (light, dark) = (rules(|color| color.light), rules(|color| color.dark));
    format!("{SHAPES}{light}  @media (prefers-color-scheme: dark) {{\n{dark}  }}\n")
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
            let blocked = Doing::Blocked(look.call.map_or(Kind::Other, Call::kind));
            for (doing, parts) in
                [(Doing::Cpu, look.cpu), (Doing::Ready, look.ready), (blocked, look.blocked)]
            {
                let class = class(doing);
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
struct Look {
    cpu: u8,
    ready: u8,
    blocked: u8,
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

fn selector(doing: Doing) -> &'static str {
    match doing {
        Doing::Cpu => ".cpu",
        Doing::Ready => ".ready",
        Doing::Blocked(Kind::Sleep) => ".sleep",
        Doing::Blocked(Kind::Thread) => ".thread",
        Doing::Blocked(Kind::Io) => ".io",
        Doing::Blocked(Kind::Other) => ".other",
    }
}

fn class(doing: Doing) -> &'static str {
    &selector(doing)[1..]
}

fn text(class: &str, x: f64, y: f64, text: &str) -> String {
    let text = escaped(text);
    format!("<text class=\"{class}\" x=\"{x:.1}\" y=\"{y}\">{text}</text>\n")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::collections::BTreeMap;

    use super::super::tests::assert_drawn;
    use super::*;
    use crate::model::tests::known;

    #[test]
    fn known_samples_are_drawn_as_ever_in_a_picture() {
        let drawn = draw(&known());
        assert_is_a_picture(&drawn);
        assert_drawn("known.svg", &drawn);
    }

    /// Valid XML that needs nothing from outside and runs nothing.
    fn assert_is_a_picture(text: &str) {
        let document = roxmltree::Document::parse(text).expect("valid XML");
        assert_eq!(document.root_element().tag_name().name(), "svg");
        let mut titles = 0;
        for node in document.descendants() {
            let name = node.tag_name().name();
            assert!(!["script", "image", "use", "a", "foreignObject"].contains(&name), "{name}");
            titles += usize::from(name == "title");
            for attribute in node.attributes() {
                let name = attribute.name();
                assert!(!name.starts_with("on") && name != "href", "{name}");
            }
        }
        assert!(titles > 1, "a title, and a hover text for each stretch");
        assert!(!text.contains("url(") && !text.contains("@import"));
    }

    #[test]
    fn a_call_that_is_too_short_to_be_seen_is_not_in_the_legend() {
        let futex = Call(Some(libc::SYS_futex));
        let look = |cpu, waits| {
            let cell = Cell { cpu, ready: 0.0, blocked: BTreeMap::from([(futex, waits)]) };
            Look::of(&cell).and_then(|look| look.call)
        };
        assert_eq!(look(0.999, 0.001), None);
        assert_eq!(look(0.5, 0.5), Some(futex));
    }
}
