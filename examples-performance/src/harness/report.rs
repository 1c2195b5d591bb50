use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::machine::Machine;
use super::spread::Spread;
use super::study::{Row, Study, Verdict};
use super::unit::thousands;
use crate::harness::Unit;

/// Everything that one run of the program has found out.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub machine: Machine,
    pub studies: Vec<Recorded>,
}

/// What was found out about one claim or series.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    pub name: String,
    /// Written for other programs. This one judges anew, by the rules that it has now.
    #[serde(default, skip_deserializing, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    pub rows: Vec<Row>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// On what it was measured, if that was not together with the rest of the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub apart: Option<Machine>,
}

impl Report {
    /// Returns the report as JSON that a person can compare too: a line for each row.
    ///
    /// # Errors
    /// If a figure is no number.
    pub fn to_json(&self) -> serde_json::Result<String> {
        let mut json = serde_json::to_string(self)?;
        for start in [r#","studies":["#, r#"{"name":"#, r#"{"contender":"#] {
            json = json.replace(start, &format!("\n{start}"));
        }
        Ok(json + "\n")
    }
}

/// The contender of a series that nothing can beat.
pub const LIMIT: &str = "the limit";

const WIDTH: usize = 100;
const INDENT: &str = "    ";
const NOT_MEASURED: &str = "-";

/// Returns the verdict, which a debug build has none of.
pub fn verdict(study: &Study, recorded: &Recorded, machine: &Machine) -> Option<Verdict> {
    let verdict = study.judge(&recorded.rows)?;
    let is_measured = !matches!(study.judged, super::study::Judged::Cited(_));
    if machine.debug && is_measured {
        let text = "this is a debug build, in which everything costs something else";
        return Some(Verdict::NotJudged(text.to_string()));
    }
    Some(verdict)
}

/// Returns the part of the report about one claim or series.
pub fn show(study: &Study, recorded: &Recorded, machine: &Machine) -> String {
    let mut text = heading(study);
    let opening = format!("{}: {}", study.article, study.says);
    push_wrapped(&mut text, &opening, INDENT, INDENT);
    if let Some(machine) = &recorded.apart {
        let (commit, load) = (&machine.commit, &machine.load);
        let opening = format!("measured apart from the rest: commit {commit}, load {load}");
        push_wrapped(&mut text, &opening, INDENT, INDENT);
    }

    let single: Vec<_> = recorded.rows.iter().filter(|row| row.x.is_none()).collect();
    let names = single.iter().map(|row| row.name().chars().count()).max().unwrap_or(0);
    let column = names.max("the article".len());
    if !study.is_series() {
        push_wrapped(
            &mut text,
            study.figure,
            &format!("{INDENT}{:column$}  ", "the article"),
            &format!("{INDENT}{:column$}  ", ""),
        );
    }
    for row in single {
        let shown = Spread::of(&row.samples).map_or(String::new(), |spread| spread.show(row.unit));
        writeln!(text, "{INDENT}{:column$}  {shown}", row.name()).expect(STRING);
    }
    for table in tables(&recorded.rows) {
        text += &table.show();
        if let Some(fastest) = table.fastest() {
            push_wrapped(&mut text, &fastest, INDENT, &format!("{INDENT}  "));
        }
    }
    for sentence in &recorded.missing {
        push_wrapped(&mut text, &format!("not measured: {sentence}"), INDENT, INDENT);
    }
    if let Some(verdict) = verdict(study, recorded, machine) {
        push_wrapped(&mut text, &format!("-> {verdict}"), INDENT, &format!("{INDENT}   "));
    }
    text
}

/// Returns the verdict alone; for a series, which ways are the fastest, and where.
pub fn show_verdict(study: &Study, recorded: &Recorded, machine: &Machine) -> String {
    let mut text = heading(study);
    for table in tables(&recorded.rows) {
        if let Some(fastest) = table.fastest() {
            let sentence = format!("{}: {fastest}", table.title);
            push_wrapped(&mut text, &sentence, INDENT, &format!("{INDENT}  "));
        }
    }
    if let Some(verdict) = verdict(study, recorded, machine) {
        push_wrapped(&mut text, &verdict.to_string(), INDENT, INDENT);
    }
    text
}

fn heading(study: &Study) -> String {
    format!("{} {}\n", study.claim, study.name).trim_start().to_string()
}

/// Returns how many claims there are of each kind of verdict, in words.
pub fn summary(verdicts: &[Verdict]) -> String {
    let count = |is: fn(&Verdict) -> bool| verdicts.iter().filter(|verdict| is(verdict)).count();
    format!(
        "{} claims. Holds: {}; holds, but: {}; not here: {}; too noisy to say: {}; not judged: {}",
        verdicts.len(),
        count(|verdict| matches!(verdict, Verdict::Holds(_))),
        count(|verdict| matches!(verdict, Verdict::HoldsBut(_))),
        count(|verdict| matches!(verdict, Verdict::NotHere(_))),
        count(|verdict| matches!(verdict, Verdict::TooNoisy(_))),
        count(|verdict| matches!(verdict, Verdict::NotJudged(_))),
    )
}

const STRING: &str = "a string takes all that is written to it";

fn push_wrapped(text: &mut String, words: &str, first: &str, rest: &str) {
    let options = textwrap::Options::new(WIDTH)
        .initial_indent(first)
        .subsequent_indent(rest)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false);
    writeln!(text, "{}", textwrap::fill(words, options)).expect(STRING);
}

/// The rows of a series that belong side by side: those whose `what` begins with the same words, up to a
/// colon. What follows the colon is the metric.
pub struct Table<'a> {
    pub title: &'a str,
    pub metrics: Vec<&'a str>,
    pub contenders: Vec<&'a str>,
    pub points: Vec<u64>,
    rows: Vec<&'a Row>,
}

/// Returns the tables of all rows that have an `x`, in the order in which they were measured.
pub fn tables(rows: &[Row]) -> Vec<Table<'_>> {
    let mut tables: Vec<Table> = Vec::new();
    for row in rows.iter().filter(|row| row.x.is_some()) {
        let (title, metric) = title_and_metric(row);
        if !tables.iter().any(|table| table.title == title) {
            let (metrics, contenders, points) = Default::default();
            tables.push(Table { title, metrics, contenders, points, rows: Vec::new() });
        }
        let table = tables.iter_mut().find(|table| table.title == title).expect("it is there");
        push_new(&mut table.metrics, metric);
        push_new(&mut table.contenders, &row.contender);
        push_new(&mut table.points, row.x.unwrap_or_default());
        table.rows.push(row);
    }
    tables.iter_mut().for_each(|table| table.points.sort_unstable());
    tables
}

fn title_and_metric(row: &Row) -> (&str, &str) {
    row.what.split_once(": ").unwrap_or((&row.what, ""))
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

impl Table<'_> {
    /// Returns the median at a point, if it was measured.
    pub fn median(&self, metric: &str, contender: &str, x: u64) -> Option<(f64, Unit)> {
        let row = self.rows.iter().find(|row| {
            title_and_metric(row).1 == metric && row.contender == contender && row.x == Some(x)
        })?;
        Some((Spread::of(&row.samples)?.median, row.unit))
    }

    /// Returns, for each point, which contenders took the least time or at most a tenth more, as
    /// `fastest at 10: Rayon, smol`. This is where one sees what crosses. `None` if the table has no limit.
    fn fastest(&self) -> Option<String> {
        if !self.contenders.contains(&LIMIT) {
            return None;
        }
        let at = |&x: &u64| {
            let mut times: Vec<(f64, &str)> = (self.contenders.iter())
                .filter(|contender| **contender != LIMIT)
                .filter_map(|contender| Some((self.median("time", contender, x)?.0, *contender)))
                .collect();
            times.sort_by(|a, b| a.0.total_cmp(&b.0));
            let (least, _) = *times.first()?;
            times.retain(|(time, _)| *time <= 1.1 * least);
            let names: Vec<_> = times.into_iter().map(|(_, name)| name).collect();
            Some(format!("at {}: {}", thousands(x as f64), names.join(", ")))
        };
        let all: Vec<_> = self.points.iter().filter_map(at).collect();
        (!all.is_empty()).then(|| format!("fastest {}", all.join("; ")))
    }

    /// As many metrics stand side by side as a page has room for.
    fn show(&self) -> String {
        let length = |cell: &str| cell.chars().count();
        let name = self.contenders.iter().map(|name| length(name)).max().unwrap_or(0);
        let heads: Vec<_> = self.points.iter().map(|&x| thousands(x as f64)).collect();
        let mut all = heads.clone();
        all.extend(self.contenders.iter().flat_map(|it| self.cells(&self.metrics, it)));
        let width = all.iter().map(|cell| length(cell)).max().unwrap_or(0) + 2;
        let line = |cells: &[String]| {
            cells.iter().map(|cell| format!("{cell:>width$}")).collect::<String>()
        };

        let mut text = format!("{INDENT}{}\n", self.title);
        let group = width * self.points.len();
        let side_by_side = (WIDTH - INDENT.len()).saturating_sub(name) / group.max(1);
        for metrics in self.metrics.chunks(side_by_side.max(1)) {
            if metrics != [""] {
                let titles: String = metrics.iter().map(|it| format!("{it:>group$}")).collect();
                writeln!(text, "{INDENT}{:name$}{titles}", "").expect(STRING);
            }
            let heads: String = metrics.iter().map(|_| line(&heads)).collect();
            writeln!(text, "{INDENT}{:name$}{heads}", "").expect(STRING);
            for contender in &self.contenders {
                let cells = self.cells(metrics, contender);
                if cells.iter().any(|cell| cell != NOT_MEASURED) {
                    writeln!(text, "{INDENT}{contender:name$}{}", line(&cells)).expect(STRING);
                }
            }
        }
        text
    }

    fn cells(&self, metrics: &[&str], contender: &str) -> Vec<String> {
        let mut cells = Vec::new();
        for metric in metrics {
            for &x in &self.points {
                let median = self.median(metric, contender, x);
                let not_measured = NOT_MEASURED.to_string();
                cells.push(median.map_or(not_measured, |(value, unit)| unit.show(value)));
            }
        }
        cells
    }
}
