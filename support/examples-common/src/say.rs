use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

/// Returns the error that stands for a wrong command line.
pub fn refuse(sentence: impl Into<String>) -> anyhow::Error {
    io::Error::new(ErrorKind::InvalidInput, sentence.into()).into()
}

/// Says what went wrong, if anything did; returns the exit status, which is 2 for a wrong command line.
pub fn finish(program: &str, end: anyhow::Result<u8>) -> ExitCode {
    let Err(error) = &end else { return end.map_or(ExitCode::FAILURE, ExitCode::from) };
    let kind = error.downcast_ref().map(io::Error::kind);
    if kind == Some(ErrorKind::BrokenPipe) {
        return ExitCode::SUCCESS; // Its reader has gone, as after `… | head -1`.
    }
    complain(program, &format!("{error:#}"));
    ExitCode::from(if kind == Some(ErrorKind::InvalidInput) { 2 } else { 1 })
}

/// Says a sentence on stderr. That nobody reads there is no reason to fail.
pub fn complain(program: &str, sentence: &str) {
    let _ = writeln!(io::stderr(), "{program}: {}", harmless(sentence));
}

/// Says a sentence below what a program has printed, if somebody sees both.
pub(crate) fn remark(sentence: &str) {
    if console::user_attended() && console::user_attended_stderr() {
        let columns = console::Term::stderr().size().1.into();
        let wrapped = textwrap::fill(sentence, textwrap::Options::new(columns).break_words(false));
        let _ = writeln!(io::stderr(), "{}", console::style(wrapped).for_stderr().dim());
    }
}

/// Returns a text that may come from a file as a terminal can show it: it contains no command to the terminal.
pub fn harmless(text: &str) -> String {
    let shown = |c| match c {
        '\n' | '\'' | '"' | '\\' => c.to_string(),
        _ => c.escape_debug().to_string(),
    };
    text.chars().map(shown).collect()
}

/// Prints names, each with a line about it.
///
/// # Errors
/// If stdout can't be written to.
pub fn list<S: AsRef<str>>(items: &[(S, &str)]) -> io::Result<()> {
    let longest = items.iter().map(|(name, _)| name.as_ref().len()).max().unwrap_or(0);
    let mut names =
        items.iter().map(|(name, about)| (format!("{:longest$}  ", name.as_ref()), about));
    names.try_for_each(|(name, about)| print(&name, about, longest + 2))
}

/// Prints the text of `--help`.
///
/// # Errors
/// If stdout can't be written to.
pub fn help(text: &str) -> io::Result<()> {
    // What is wrapped stands below what it belongs to, which is the last column of a table.
    let column = |line: &str| line.rfind("  ").map_or(4, |space| space + 2);
    text.lines().try_for_each(|line| print("", line, column(line)))
}

/// Prints a line, wrapped if stdout is a terminal: what does not fit is indented.
pub(crate) fn print(first: &str, line: &str, indent: usize) -> io::Result<()> {
    let columns = console::Term::stdout().size_checked().map_or(usize::MAX, |size| size.1.into());
    // A column of a few letters would be harder to read.
    let indent = " ".repeat(if indent.saturating_add(20) > columns { 4 } else { indent });
    let options = textwrap::Options::new(columns).initial_indent(first).subsequent_indent(&indent);
    put(&format!("{}\n", textwrap::fill(line, options.break_words(false))))
}

/// Prints a text as it is.
///
/// # Errors
/// If stdout can't be written to; the error says so.
pub fn put(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let printed = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    printed.map_err(|error| io::Error::new(error.kind(), format!("can't print: {error}")))
}

/// Returns the error about a name that is not there: which section has it, or which names are near.
pub fn no_such(what: &str, wrong: &str, names: &[&str]) -> anyhow::Error {
    let said = format!("there is no {what} `{wrong}`");
    // As in `src/Squares.rs`.
    let stem = Path::new(wrong).file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    if !names.contains(&&*stem)
        && let Some(section) = other_section(&stem)
    {
        return refuse(format!("{said} here; `cargo run -p {section} -- {stem}` runs it"));
    }
    refuse(format!("{said};{} --list shows them all", did_you_mean(&stem, names)))
}

/// Returns ` did you mean … or …?` with up to three of these names, the nearest first, or nothing if none is near.
pub fn did_you_mean(wrong: &str, names: &[&str]) -> String {
    // Two letters that have changed places are one mistake. To name a part of a name is one, too.
    let distance = |name: &str| {
        let parts = name.split(['_', '-']).map(|part| strsim::osa_distance(part, wrong) + 1);
        let part = if wrong.len() > 2 && name.contains(wrong) { 1 } else { usize::MAX };
        parts.chain([part, strsim::osa_distance(name, wrong)]).min().unwrap_or(part)
    };
    let mut near: Vec<_> = names.iter().map(|name| (distance(name), *name)).collect();
    near.sort_unstable();
    near.dedup();
    let most = near.first().map_or(0, |(nearest, _)| nearest + 1).min(wrong.len().max(3) / 3);
    near.retain(|(distance, _)| *distance <= most);
    let near: Vec<_> = near.iter().take(3).map(|(_, name)| format!("`{name}`")).collect();
    if near.is_empty() { String::new() } else { format!(" did you mean {}?", near.join(" or ")) }
}

/// Returns the section with a file of that name. The sections lie beside this package's folder.
fn other_section(name: &str) -> Option<String> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2)?;
    let mut folders =
        workspace.read_dir().ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let has_it = |folder: &str| workspace.join(folder).join(format!("src/{name}.rs")).is_file();
    folders.find(|folder| {
        folder.starts_with("examples-") && !["lib", "main"].contains(&name) && has_it(folder)
    })
}
