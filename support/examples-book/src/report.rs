//! Figures of the performance report, as words for a page: no figure is typed.
//!
//! A row is named as the report has it. Of a series, `TABLE | ROW | COLUMN` names a cell, or
//! `TABLE | ROW | GROUP | COLUMN` where columns stand in groups.

use std::path::Path;

use crate::articles::wrapped;
use crate::show::file;

/// Replaces `{channels}` by that claim's verdict, and `{channels: ROW}` by the figure in a row of its table.
///
/// # Errors
/// One sentence for the first that the report does not have.
pub fn inserted(root: &Path, text: &str) -> Result<String, String> {
    let mut done = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (what, after) = after.split_once('}').ok_or(format!("`{{{after}` has no end"))?;
        let (name, row) = what.split_once(": ").unwrap_or((what, ""));
        done += before;
        done += &match row {
            "" => format!("{} ([`{name}`](performance/{name}.md)).", verdict_on(root, name)?),
            row => {
                let report = report(root, name)?;
                let figure = figure(&report, row).ok_or(format!("{name} has no row `{row}`"))?;
                figure.replace(" ×", " times") // As a sentence has it.
            }
        };
        rest = after;
    }
    Ok(done + rest)
}

/// Returns some claims, such as `channels, sockets`, and the verdicts on them, as a list.
///
/// # Errors
/// One sentence for the first claim that has none.
pub fn list(root: &Path, names: &str) -> Result<String, String> {
    let item = |name| {
        let (verdict, report) = (verdict_on(root, name)?, report(root, name)?);
        let (article, says) = claim(&report).ok_or(format!("the report has no claim `{name}`"))?;
        let item =
            format!("- {article} says: {says}. [`{name}`](performance/{name}.md): {verdict}.");
        Ok(wrapped(&item).replace('\n', "\n  "))
    };
    Ok(names.split(", ").map(item).collect::<Result<Vec<_>, String>>()?.join("\n"))
}

/// Returns the verdict on a claim, without a full stop.
///
/// # Errors
/// If the report has none.
pub fn verdict_on(root: &Path, name: &str) -> Result<String, String> {
    verdict(&report(root, name)?).ok_or(format!("the report has no verdict on `{name}`"))
}

fn report(root: &Path, name: &str) -> Result<String, String> {
    file(root, &format!("examples-performance/report/{name}.txt"))
}

/// Returns the letter of the article, and what it says, as a claim's report has it.
fn claim(report: &str) -> Option<(String, String)> {
    let opening = report.lines().skip_while(|line| !line.starts_with("    "));
    let opening = opening.take_while(|line| !line.starts_with("    the article  "));
    let opening = opening.map(str::trim).collect::<Vec<_>>().join(" ");
    let (place, says) = opening.split_once("\": ")?;
    Some((place.split(' ').next()?.to_string(), says.to_string()))
}

/// Returns the verdict of a claim's report in one line, with its first words set off: `*Holds, but* only …`.
fn verdict(report: &str) -> Option<String> {
    let (_, text) = report.split_once("    -> ")?;
    let lines = text.lines().take_while(|line| !line.is_empty()).map(str::trim);
    // On a page, "this machine" would be the reader's.
    let text = lines.collect::<Vec<_>>().join(" ").replace("this machine", "that machine");
    let end = text.find([',', ':'])?;
    let end = if text[end..].starts_with(", but ") { end + ", but".len() } else { end };
    let (first, others) = text.split_at(end);
    let (letter, first) = first.split_at(1);
    Some(format!("*{}{first}*{others}", letter.to_uppercase()))
}

/// Returns the figure in a row of a claim's table, without its range, or in a cell of a series.
fn figure<'a>(report: &'a str, row: &str) -> Option<&'a str> {
    match row.split(" | ").collect::<Vec<_>>()[..] {
        [table, row, column] => return cell(report, table, row, "", column),
        [table, row, group, column] => return cell(report, table, row, group, column),
        _ => {}
    }
    let cells = report.lines().filter_map(|line| line.trim().strip_prefix(row)?.strip_prefix("  "));
    cells.map(|cells| cells.trim().split("  ").next().unwrap_or_default()).next()
}

fn cell<'a>(report: &'a str, table: &str, row: &str, group: &str, column: &str) -> Option<&'a str> {
    let mut lines = report.lines().map(str::trim).skip_while(|line| *line != table).skip(1);
    let (mut groups, mut above) = (vec![""], "");
    let (columns, group) = loop {
        let line = lines.next()?;
        if line.starts_with(|c: char| c.is_ascii_digit()) {
            if !group.is_empty() {
                groups = cells(above);
            }
            if let Some(place) = groups.iter().position(|it| *it == group) {
                break (cells(line), place);
            }
        }
        above = line;
    };
    let first = group * columns.len() / groups.len();
    let place = first + columns[first..].iter().position(|it| *it == column)?;
    let values = lines.find_map(|line| line.strip_prefix(row)?.strip_prefix("  "))?;
    cells(values).get(place).copied()
}

fn cells(line: &str) -> Vec<&str> {
    line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "\
C4 rayon_join
    B \"Scope\", \"Latency\": Rayon's work
    stealing costs nanoseconds
    a join that nobody steals  17.3 ns  (17.3 ns to 24.0 ns)
    the article                nanoseconds
    -> holds, but not if a worker
       sleeps: 13.8 µs

";

    #[test]
    fn a_verdict_is_one_line() {
        let expected = "*Holds, but* not if a worker sleeps: 13.8 µs";
        assert_eq!(verdict(REPORT).as_deref(), Some(expected));
        assert_eq!(verdict("    -> holds: 1 ns\n").as_deref(), Some("*Holds*: 1 ns"));
        assert_eq!(
            verdict("    -> not here, because 2\n").as_deref(),
            Some("*Not here*, because 2")
        );
        assert_eq!(verdict("a series"), None);
    }

    #[test]
    fn a_claim_is_one_line() {
        let report =
            REPORT.replace("    a join that", "    the article  nanoseconds\n    a join that");
        let says = "Rayon's work stealing costs nanoseconds";
        assert_eq!(claim(&report), Some(("B".to_string(), says.to_string())));
        assert_eq!(claim("web_servers"), None);
    }

    #[test]
    fn a_figure_has_no_range() {
        assert_eq!(figure(REPORT, "a join that nobody steals"), Some("17.3 ns"));
        assert_eq!(figure(REPORT, "a join"), None);
    }

    #[test]
    fn a_cell_of_a_series_is_named_by_table_row_and_column() {
        let series = "\
web_servers
    A \"Tokio\": by connections
    requests a second
                   1       10
    threads   48,005   83,926
    tasks     40,173  104,569
    each item waits
                      time     processor time
                  10   1,000       10   1,000
    tasks    1.35 ms   72 ms   1.0 ms    2 ms
                    memory
                  10   1,000
    tasks    4.2 MiB  86 MiB
";
        assert_eq!(figure(series, "requests a second | tasks | 10"), Some("104,569"));
        assert_eq!(figure(series, "requests a second | tasks | 100"), None);
        assert_eq!(figure(series, "each item waits | tasks | memory | 10"), Some("4.2 MiB"));
        assert_eq!(figure(series, "each item waits | tasks | time | 1,000"), Some("72 ms"));
        let processor_time = "each item waits | tasks | processor time | 1,000";
        assert_eq!(figure(series, processor_time), Some("2 ms"));
        assert_eq!(figure(series, "each item waits | tasks | space | 10"), None);
    }
}
