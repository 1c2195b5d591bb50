//! Explores the entries of a program, in the program itself.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::{self, ExitCode};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use super::found::{Ending, Found, waits};
use super::options::Options;
use super::wrong::{Wrong, wrong};
use super::{WRONG_USE, each_schedule, html, json, kept, screen};
use crate::play::play;
use examples_engine::{Failure, Kind, Order, Outcome, Report, Search};

static ARGUMENTS: OnceLock<Vec<OsString>> = OnceLock::new();

/// Returns the arguments of the program, and before them its name.
pub fn arguments() -> Vec<OsString> {
    let arguments = ARGUMENTS.get().into_iter().flatten().cloned();
    std::iter::once("program".into()).chain(arguments).collect()
}

/// What can be explored: a name, and a function that says what is wrong with its end.
pub type Entry = (&'static str, fn() -> Result<(), String>);

/// Something was found.
const FOUND: u8 = 1;
/// Ctrl-C has ended it.
const STOPPED: u8 = 130;
/// A schedule that takes longer computes in a way that the engine can't see.
const MOST_SECONDS: u64 = 30;
/// This many ways to end are made as short as possible. More are not shown.
const MOST_SHORT: usize = 8;

/// If the first orders do not end, and none of them ends in another way, no more are run: each takes long.
const MOST_ENDLESS: u64 = 20;

static IS_STOPPED: AtomicBool = AtomicBool::new(false);
static SCHEDULES: AtomicU64 = AtomicU64::new(0);

/// Explores the entries of a program, as the command line says. If the search `skips_alike`, it leaves out orders that
/// are alike.
pub fn explore_entries(file: &str, skips_alike: bool, entries: Vec<Entry>) -> ExitCode {
    let options = match Options::read(env::args_os().skip(1)) {
        Ok(options) => options,
        Err(error) => return super::wrong_use(&error),
    };
    let _ = ARGUMENTS.set(options.arguments.clone()); // It is the first time.
    if entries.len() > 1 && (options.replay.is_some() || options.html.is_some()) {
        let what = if options.replay.is_some() { "is to be replayed" } else { "is the page for" };
        return super::wrong_use(&format!("which test {what}? `--test NAME` says it"));
    }
    let entry = entries.first().map_or("", |(name, _)| name);
    let order = options.replay.as_ref().map(|order| kept::order(entry, order)).transpose();
    let order = match order {
        Ok(order) => order,
        Err(error) => return super::wrong_use(&error),
    };
    let stop = || {
        if IS_STOPPED.swap(true, Ordering::SeqCst) {
            process::exit(STOPPED.into()); // The second time, no more is waited for.
        }
    };
    let _ = ctrlc::set_handler(stop); // Without it, Ctrl-C ends the program at once.
    watch();

    if let Some(page) = &options.html {
        return write_page(file, &entries, &options, page);
    }
    let color = super::colors::are_wanted(io::stdout().is_terminal());
    let (mut all, mut printed) = (Vec::new(), Ok(()));
    for (name, run) in entries {
        if IS_STOPPED.load(Ordering::SeqCst) {
            break;
        }
        let found = explore(file, name, run, &options, skips_alike, order.as_ref());
        let text = match order {
            Some(_) => screen::replayed(&found, color),
            None => {
                kept::keep(name, &found.endings);
                screen::report(&found, color)
            }
        };
        printed = printed.and(super::put(&text));
        all.push(found);
    }
    if let Some(file) = &options.json
        && let Err(error) = fs::write(file, format!("{:#}\n", json::json(&all)))
    {
        return super::wrong_use(&format!("can't write {}: {error}", file.display()));
    }
    printed.map_or_else(|error| super::wrong_use(&error), |()| exit_code(&all))
}

/// Runs the first entry in all orders, and writes them as a page.
fn write_page(file: &str, entries: &[Entry], options: &Options, page: &Path) -> ExitCode {
    let [(name, run), ..] = *entries else { return super::wrong_use("there is nothing to run") };
    let check = move || {
        each_schedule::begin();
        run()
    };
    let goes_on = || {
        SCHEDULES.fetch_add(1, Ordering::SeqCst);
        !IS_STOPPED.load(Ordering::SeqCst)
    };
    let Ok(source) = fs::read_to_string(file) else {
        return super::wrong_use(&format!("can't read {file}"));
    };
    let data = match play(&search(name, options), check, &source, goes_on) {
        Ok(_) if IS_STOPPED.load(Ordering::SeqCst) => return ExitCode::from(STOPPED),
        Ok(data) => data,
        Err(why) => return super::wrong_use(&format!("{file} can't be played: {why}")),
    };
    if let Err(error) = fs::write(page, html::html(file, data)) {
        return super::wrong_use(&format!("can't write {}: {error}", page.display()));
    }
    let said = format!("{} is the page: open it in a browser\n", page.display());
    super::put(&said).map_or_else(|error| super::wrong_use(&error), |()| ExitCode::SUCCESS)
}

fn exit_code(all: &[Found]) -> ExitCode {
    let names: Vec<_> = all.iter().filter_map(|found| Some(found.first_wrong()?.1.name)).collect();
    if IS_STOPPED.load(Ordering::SeqCst) {
        ExitCode::from(STOPPED)
    } else if names.contains(&"not_followed") {
        ExitCode::from(WRONG_USE)
    } else if names.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(FOUND)
    }
}

/// Ends the program if one schedule goes on and on without a step that the engine can see.
fn watch() {
    let watch = || {
        let mut last = (0, 0);
        loop {
            thread::sleep(Duration::from_secs(1));
            let now = SCHEDULES.load(Ordering::SeqCst);
            last = if last.0 == now { (now, last.1 + 1) } else { (now, 0) };
            if last.1 == MOST_SECONDS {
                let order =
                    if now == 0 { "the first order".into() } else { format!("order {}", now + 1) };
                eprintln!(
                    "{order} has run for {MOST_SECONDS} s: the program computes for long, or goes round in a loop in \
                     which no other thread can see anything, or waits for something that the explorer does not know"
                );
                process::exit(WRONG_USE.into());
            }
        }
    };
    thread::spawn(watch);
}

fn search(name: &str, options: &Options) -> Search {
    let is_main = name == "main";
    Search {
        schedules: options.schedules,
        seed: options.seed,
        may_poll: options.may_poll,
        may_leak: is_main,
        ends_with_main: is_main,
        ..Search::default()
    }
}

/// Explores an entry, or runs it in one order.
fn explore(
    file: &str,
    name: &str,
    run: fn() -> Result<(), String>,
    options: &Options,
    skips_alike: bool,
    order: Option<&Order>,
) -> Found {
    let search = Search { skips_alike, ..search(name, options) };
    let check = move || {
        each_schedule::begin();
        run()
    };
    let mut report = Report::default();
    match order {
        Some(order) => {
            let outcome = search.replay(order, check);
            let key = key(&outcome);
            report.add(outcome, key);
        }
        None => {
            let mut exploration = search.begin(check);
            while goes_on(&report)
                && let Some(outcome) = exploration.next()
            {
                SCHEDULES.fetch_add(1, Ordering::SeqCst);
                let key = key(&outcome);
                report.add(outcome, key);
            }
            report.coverage = exploration.coverage();
            report.ways.sort_by_cached_key(|way| match wrong(way.kind.as_ref(), &way.run) {
                Some(wrong) => (rank(&wrong), way.run.length(), 0),
                None => (usize::MAX, (0, 0), u64::MAX - way.times),
            });
            report.shorten(MOST_SHORT, &mut exploration, key);
        }
    }
    Found {
        file: file.to_owned(),
        entry: name.to_owned(),
        schedules: report.schedules,
        which: report.coverage.to_string(),
        was_stopped: IS_STOPPED.load(Ordering::SeqCst),
        endings: report.ways.into_iter().map(Ending::from).collect(),
    }
}

/// Returns whether one more order should be run. It can't help if the program does what can't be followed, or does
/// not end.
fn goes_on(report: &Report<String>) -> bool {
    let gives_up = match &report.ways[..] {
        [way] => match &way.kind {
            Some(Kind::Unsupported(_)) => true,
            Some(Kind::Endless) => report.schedules >= MOST_ENDLESS,
            _ => false,
        },
        ways => ways.iter().any(|way| matches!(way.kind, Some(Kind::Unsupported(_)))),
    };
    !gives_up && !report.is_spoiled && !IS_STOPPED.load(Ordering::SeqCst)
}

/// What is most certainly a mistake comes first.
fn rank(wrong: &Wrong) -> usize {
    let names = ["not_followed", "deadlock", "panic", "error", "leak", "endless", "polling"];
    names.iter().position(|name| *name == wrong.name).unwrap_or(names.len())
}

/// Two orders end in the same way if this is the same.
fn key(outcome: &Outcome<String>) -> String {
    let (kind, run) = match outcome {
        Outcome::Passed(run) => (None, run),
        Outcome::Failed(Failure { kind, run }) => (Some(kind), run),
        Outcome::Spoiled => return String::new(),
    };
    match wrong(kind, run) {
        // Where it does not end depends on the order, and what it sees when it asks.
        Some(Wrong { name: name @ ("endless" | "polling"), .. }) => name.into(),
        // Threads that do the same may change places.
        Some(Wrong { name: name @ ("deadlock" | "leak"), .. }) => {
            let mut lines: Vec<_> = waits(kind, run).iter().map(|event| event.line).collect();
            lines.sort_unstable();
            format!("{name} {lines:?}")
        }
        Some(Wrong { sentence, .. }) => format!("{} {sentence}", run.time.is_some()),
        None => format!("\n{}", run.output),
    }
}
