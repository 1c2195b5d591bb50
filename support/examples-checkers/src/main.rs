//! The command: runs programs in checkers, and writes what they say.

use std::env;
use std::error::Error;
use std::fs;
use std::process::Command;

use examples_checkers::{ALL, Checker, Ending, Program, Run, page, results};

const SCHEDULES: u64 = 20_000;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<_> = env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["measure"] => measure(),
        ["table"] => table(),
        ["one", checker, group, name, seed] => one(checker, group, name, seed.parse()?),
        ref names => {
            ours(names);
            Ok(())
        }
    }
}

/// Runs programs in our engine, and prints what it says.
fn ours(names: &[&str]) {
    for program in ALL.iter().filter(|one| names.is_empty() || names.contains(&one.name)) {
        if let Some(run) = Checker::Ours.check(program, 0, SCHEDULES) {
            println!("{}/{}\t{}", program.group.folder(), program.name, run.line());
        }
    }
}

/// Runs all programs in all checkers, each in a process of its own.
fn measure() -> Result<(), Box<dyn Error>> {
    if !cfg!(feature = "checkers") {
        return Err("shuttle and loom are not built in: add `--features checkers`".into());
    }
    let mut all = Vec::new();
    for program in ALL {
        for checker in Checker::ALL {
            if program.not_under(checker.crate_name()).is_some() {
                continue;
            }
            for seed in checker.seeds() {
                let run = in_a_process(program, checker, seed)?;
                println!(
                    "{}/{}\t{}\t{}",
                    program.group.folder(),
                    program.name,
                    checker.name(),
                    run.line()
                );
                all.push(results::Result { program, checker, run });
            }
        }
    }
    fs::write(results::path(), results::text(&all))?;
    table()
}

fn in_a_process(program: &Program, checker: Checker, seed: u64) -> Result<Run, Box<dyn Error>> {
    let output = Command::new(env::current_exe()?)
        .args(["one", checker.name(), program.group.folder(), program.name, &seed.to_string()])
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    // A program that dies without a word has given up.
    let silent = Run { ending: Ending::GaveUp(output.status.to_string()), schedules: 0, micros: 0 };
    Ok(said.lines().find_map(Run::parse).unwrap_or(silent))
}

fn one(checker: &str, group: &str, name: &str, seed: u64) -> Result<(), Box<dyn Error>> {
    let program = ALL.iter().find(|one| one.group.folder() == group && one.name == name);
    let checker = Checker::ALL.into_iter().find(|one| one.name() == checker);
    let (program, checker) = program.zip(checker).ok_or("no such program, or no such checker")?;
    let run =
        checker.check(program, seed, SCHEDULES).ok_or("the program is not for this checker")?;
    println!("{}", run.line());
    Ok(())
}

/// Writes the page's tables from the results.
fn table() -> Result<(), Box<dyn Error>> {
    let results = results::parse(&fs::read_to_string(results::path())?)?;
    let old = fs::read_to_string(page::path())?;
    let new = page::with_tables(&old, &results).ok_or("the page has no place for the tables")?;
    fs::write(page::path(), new)?;
    Ok(())
}
