//! The tables of `docs/src/checkers.md`.

use std::path::PathBuf;

use crate::results::Result;
use crate::{ALL, Checker, Ending, Group, Program};

/// The tables stand between these lines of the page.
const BEGIN: &str = "<!-- The tables: `cargo run -p examples-checkers -- table` writes them. -->\n";
const END: &str = "<!-- The end of the tables. -->\n";

/// Returns the path of the page.
pub fn path() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/src/checkers.md"))
}

/// Returns the page with its tables made anew. Returns `None` if it has no place for them.
pub fn with_tables(page: &str, results: &[Result]) -> Option<String> {
    let (before, rest) = page.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{}\n{END}{after}", tables(results)))
}

fn tables(results: &[Result]) -> String {
    format!(
        "### In short\n\n{}\n{}\n### Schedules a second of processor time\n\n{}\n### Programs with a bug\n\n{}\n### Programs without a bug\n\n{}",
        summary(results),
        misses(results),
        speeds(results),
        programs(results, Group::Wrong, wrong_cell),
        programs(results, Group::Right, right_cell),
    )
}

fn title(checker: Checker) -> &'static str {
    match checker {
        Checker::Ours => "ours",
        Checker::ShuttleRandom => "shuttle, random",
        Checker::ShuttlePct => "shuttle, PCT",
        Checker::ShuttleDfs => "shuttle, DFS",
        Checker::Loom => "loom",
        Checker::LoomBounded => "loom, 3 preemptions",
    }
}

/// Returns a table with a column for each checker.
fn table(first: &str, rows: impl Iterator<Item = (String, [String; 6])>) -> String {
    let titles = Checker::ALL.map(title).join(" | ");
    let mut table = format!("| {first} | {titles} |\n|---|{}\n", "---|".repeat(6));
    for (name, cells) in rows {
        table.push_str(&format!("| {name} | {} |\n", cells.join(" | ")));
    }
    table
}

fn programs(
    results: &[Result],
    group: Group,
    cell: fn(&Program, Checker, &[&Result]) -> String,
) -> String {
    let rows = ALL.iter().filter(|program| program.group == group).map(|program| {
        let folder = group.folder();
        let link = format!("../../support/examples-checkers/programs/{folder}/{}.rs", program.name);
        let cells =
            Checker::ALL.map(|checker| cell(program, checker, &of(results, program, checker)));
        (format!("[`{}`]({link})", program.name), cells)
    });
    table("program", rows)
}

fn of<'a>(results: &'a [Result], program: &Program, checker: Checker) -> Vec<&'a Result> {
    let is_same = |result: &&Result| {
        result.checker == checker
            && result.program.name == program.name
            && result.program.group == program.group
    };
    results.iter().filter(is_same).collect()
}

/// At which schedule the bug was found, and in which time: the median of the seeds.
fn wrong_cell(program: &Program, checker: Checker, runs: &[&Result]) -> String {
    if program.not_under(checker.crate_name()).is_some() {
        return "not possible".to_string();
    }
    if runs.is_empty() {
        return "not run".to_string();
    }
    let mut found: Vec<_> = runs.iter().filter(|run| has_failed(run)).collect();
    found.sort_by_key(|result| result.run.schedules);
    let Some(median) = found.get(found.len() / 2) else {
        let gave_up = runs.iter().any(|result| matches!(result.run.ending, Ending::GaveUp(_)));
        return if gave_up { "gave up" } else { "**not found**" }.to_string();
    };
    let run = &median.run;
    let seeds = runs.len();
    let all = if found.len() < seeds {
        format!(" ({} of {seeds} seeds)", found.len())
    } else {
        String::new()
    };
    format!("{}: {}{all}", thousands(run.schedules), time(run.micros))
}

/// Whether a right program was refused, or how many schedules were run.
fn right_cell(program: &Program, checker: Checker, runs: &[&Result]) -> String {
    if program.not_under(checker.crate_name()).is_some() {
        return "not possible".to_string();
    }
    let first = runs.iter().find(|result| has_failed(result)).or(runs.first());
    let Some(first) = first else { return "not run".to_string() };
    match &first.run.ending {
        Ending::Failed(_) => "**refused**".to_string(),
        Ending::All => format!("passed, all {}", thousands(first.run.schedules)),
        Ending::Some => "passed".to_string(),
        Ending::GaveUp(_) => "gave up".to_string(),
    }
}

fn has_failed(result: &Result) -> bool {
    matches!(result.run.ending, Ending::Failed(_))
}

fn summary(results: &[Result]) -> String {
    let count = |group: Group, checker: Checker| {
        let programs = ALL.iter().filter(|program| program.group == group);
        let runs: Vec<_> = programs.map(|program| of(results, program, checker)).collect();
        let tried = runs.iter().filter(|runs| !runs.is_empty()).count();
        let failed = runs.iter().filter(|runs| runs.iter().any(|run| has_failed(run))).count();
        format!("{failed} of {tried}")
    };
    let rows = [(Group::Wrong, "bugs found"), (Group::Right, "right programs refused")];
    let rows = rows
        .map(|(group, name)| (name.to_string(), Checker::ALL.map(|checker| count(group, checker))));
    table("", rows.into_iter())
}

/// Which bugs a checker does not find, with any seed.
fn misses(results: &[Result]) -> String {
    let lines = Checker::ALL.map(|checker| {
        let is_missed = |program: &&Program| {
            let runs = of(results, program, checker);
            program.group == Group::Wrong
                && !runs.is_empty()
                && !runs.iter().any(|run| has_failed(run))
        };
        let names = ALL.iter().filter(is_missed).map(|program| format!("`{}`", program.name));
        format!("- **{}** misses {}.\n", title(checker), names.collect::<Vec<_>>().join(", "))
    });
    lines.concat()
}

fn speeds(results: &[Result]) -> String {
    let rows = ALL.iter().filter(|program| program.group == Group::Speed).map(|program| {
        let cells = Checker::ALL.map(|checker| {
            let runs = of(results, program, checker);
            let Some(first) = runs.first() else { return "not run".to_string() };
            let speed = first.run.schedules as f64 / first.run.micros.max(1) as f64 * 1e6;
            thousands((speed / 100.0).round() as u64 * 100)
        });
        (format!("two threads of ten steps, {}", program.name), cells)
    });
    table("", rows)
}

fn time(micros: u64) -> String {
    match micros {
        0..1000 => "under 1 ms".to_string(),
        1000..1_000_000 => format!("{} ms", micros / 1000),
        _ => format!("{:.1} s", micros as f64 / 1e6),
    }
}

/// Returns a number with a comma before each three digits.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<_> =
        digits.as_bytes().rchunks(3).rev().map(|group| String::from_utf8_lossy(group)).collect();
    groups.join(",")
}
