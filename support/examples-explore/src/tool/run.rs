//! Explores the entries of a program, in the program itself.
use std::process::ExitCode;

/// What can be explored: a name, and a function that says what is wrong with its end.
pub type Entry = (&'static str, fn() -> Result<(), String>);

/// Explores the entries.
pub fn explore_entries(file: &str, entries: Vec<Entry>) -> ExitCode {
    for (name, run) in entries {
        super::each_schedule::begin();
        eprintln!("{file} {name}");
        eprintln!("{:?} {:?}", run(), super::printed::take());
    }
    ExitCode::SUCCESS
}
