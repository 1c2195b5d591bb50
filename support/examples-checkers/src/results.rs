//! `results.tsv`: what each checker has said about each program.

use std::path::PathBuf;

use crate::{ALL, Checker, Program, Run};

/// One run.
pub struct Result {
    /// The program.
    pub program: &'static Program,
    /// The checker.
    pub checker: Checker,
    /// What it said.
    pub run: Run,
}

/// Returns the path of `results.tsv`.
pub fn path() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/results.tsv"))
}

const HEAD: &str = "group\tprogram\tchecker\tending\tschedules\tmicroseconds\tsays";

/// Returns the text of the file.
pub fn text(results: &[Result]) -> String {
    let lines = results.iter().map(|result| {
        let Result { program, checker, run } = result;
        format!(
            "{}\t{}\t{}\t{}\n",
            program.group.folder(),
            program.name,
            checker.name(),
            run.line()
        )
    });
    format!("{HEAD}\n{}", lines.collect::<String>())
}

/// Reads the text of the file. The error names the first line that is not understood.
pub fn parse(text: &str) -> std::result::Result<Vec<Result>, String> {
    let lines = text.lines().skip(1);
    lines.map(|line| parse_line(line).ok_or_else(|| format!("not understood: {line}"))).collect()
}

fn parse_line(line: &str) -> Option<Result> {
    let mut fields = line.splitn(4, '\t');
    let (group, name) = (fields.next()?, fields.next()?);
    let checker = fields.next()?;
    Some(Result {
        program: ALL.iter().find(|one| one.group.folder() == group && one.name == name)?,
        checker: Checker::ALL.into_iter().find(|one| one.name() == checker)?,
        run: Run::parse(fields.next()?)?,
    })
}
