//! Explores the entries of a program, in the program itself.

use std::collections::HashMap;
use std::env;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::{self, ExitCode};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use super::found::{Ending, Found, Wrong};
use super::options::Options;
use super::wrong::{left_behind, wrong};
use super::{WRONG_USE, each_schedule, html, json, screen};
use crate::play::play;
use examples_engine::{Event, Exploration, Failure, Kind, Order, Outcome, Run, Search};

/// What can be explored: a name, and a function that says what is wrong with its end.
pub type Entry = (&'static str, fn() -> Result<(), String>);

/// Something was found.
const FOUND: u8 = 1;
/// Ctrl-C has ended it.
const STOPPED: u8 = 130;
/// A schedule that takes longer computes in a way that the engine can't see.
const MOST_SECONDS: u64 = 30;
/// So many ways to end are made as short as possible. More are not shown.
const MOST_SHORT: usize = 8;

static IS_STOPPED: AtomicBool = AtomicBool::new(false);
static SCHEDULES: AtomicU64 = AtomicU64::new(0);

/// Explores the entries of a program, as the command line says.
pub fn explore_entries(file: &str, entries: Vec<Entry>) -> ExitCode {
    let options = match Options::read(env::args_os().skip(1)) {
        Ok(options) => options,
        Err(error) => return super::wrong_use(&error),
    };
    let order = match options.replay.as_ref().map(|order| order.parse::<Order>()).transpose() {
        Ok(order) => order,
        Err(error) => return super::wrong_use(&error.to_string()),
    };
    if entries.len() > 1 && (order.is_some() || options.html.is_some()) {
        let what = if order.is_some() { "is to be replayed" } else { "is the page for" };
        return super::wrong_use(&format!("which test {what}? `--test NAME` says it"));
    }
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
    let color = env::var_os("NO_COLOR").is_none() && io::stdout().is_terminal();
    let mut all = Vec::new();
    for (name, run) in entries {
        if IS_STOPPED.load(Ordering::SeqCst) {
            break;
        }
        let found = explore(file, name, run, &options, order.as_ref());
        let text = match order {
            Some(_) => screen::replayed(&found, color),
            None => screen::report(&found, color),
        };
        let _ = io::stdout().write_all(text.as_bytes()); // The reader of a pipe may be gone.
        all.push(found);
    }
    if let Some(file) = &options.json
        && let Err(error) = fs::write(file, format!("{:#}\n", json::json(&all)))
    {
        return super::wrong_use(&format!("can't write {}: {error}", file.display()));
    }
    exit_code(&all)
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
    match fs::write(page, html::html(file, data)) {
        Ok(()) => {
            println!("{} is the page: open it in a browser", page.display());
            ExitCode::SUCCESS
        }
        Err(error) => super::wrong_use(&format!("can't write {}: {error}", page.display())),
    }
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
                    "{order} has run for {MOST_SECONDS} s: the program computes too much, or in a loop in which \
                     nothing happens that another thread could see"
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
    order: Option<&Order>,
) -> Found {
    let search = search(name, options);
    let check = move || {
        each_schedule::begin();
        run()
    };
    let (mut ways, mut which) = (Ways::default(), String::new());
    match order {
        Some(order) => ways.add(&search.replay(order, check)),
        None => {
            let mut exploration = search.begin(check);
            while !IS_STOPPED.load(Ordering::SeqCst)
                && let Some(outcome) = exploration.next()
            {
                SCHEDULES.fetch_add(1, Ordering::SeqCst);
                ways.add(&outcome);
                if ways.cannot_go_on {
                    break;
                }
            }
            which = exploration.coverage().to_string();
            ways.shorten(&mut exploration);
        }
    }
    Found {
        file: file.to_owned(),
        entry: name.to_owned(),
        schedules: ways.schedules,
        which,
        was_stopped: IS_STOPPED.load(Ordering::SeqCst),
        endings: ways.endings,
    }
}

/// The ways to end that were found.
#[derive(Default)]
struct Ways {
    schedules: u64,
    endings: Vec<Ending>,
    places: HashMap<String, usize>,
    /// Whether the program does what the engine can't follow.
    cannot_go_on: bool,
}

impl Ways {
    fn add(&mut self, outcome: &Outcome<String>) {
        self.schedules += 1;
        let Some((wrong, run)) = judged(outcome) else {
            self.cannot_go_on = true;
            return;
        };
        self.cannot_go_on = wrong.as_ref().is_some_and(|wrong| wrong.name == "not_followed");
        let key = key(outcome, wrong.as_ref(), run);
        match self.places.entry(key.clone()) {
            std::collections::hash_map::Entry::Occupied(place) => {
                let ending = &mut self.endings[*place.get()];
                ending.times += 1;
                if run.length() < ending.run.length() {
                    *ending = Ending { times: ending.times, ..ending_of(outcome, wrong, run, key) };
                }
            }
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(self.endings.len());
                self.endings.push(ending_of(outcome, wrong, run, key));
            }
        }
    }

    /// Sorts the ways to end, and makes the orders of the first ones as short as possible.
    fn shorten(&mut self, exploration: &mut Exploration<String>) {
        self.endings.sort_by_key(|ending| match &ending.wrong {
            Some(wrong) => (rank(wrong), ending.run.length(), 0),
            None => (usize::MAX, (0, 0), u64::MAX - ending.times),
        });
        for ending in self.endings.iter_mut().take(MOST_SHORT) {
            let is_same = |outcome: &Outcome<String>| {
                judged(outcome)
                    .is_some_and(|(wrong, run)| key(outcome, wrong.as_ref(), run) == ending.key)
            };
            let shortest = exploration.shortest(&ending.run.order, is_same);
            if let Some(outcome) = &shortest
                && let Some((wrong, run)) = judged(outcome)
            {
                let (times, key) = (ending.times, std::mem::take(&mut ending.key));
                *ending = Ending { times, ..ending_of(outcome, wrong, run, key) };
            }
        }
    }
}

/// What is most certainly a mistake comes first.
fn rank(wrong: &Wrong) -> usize {
    let names = ["not_followed", "deadlock", "panic", "error", "leak", "endless", "polling"];
    names.iter().position(|name| *name == wrong.name).unwrap_or(names.len())
}

/// Returns what is wrong with an order, if anything is, and what happens in it.
fn judged(outcome: &Outcome<String>) -> Option<(Option<Wrong>, &Run)> {
    match outcome {
        Outcome::Passed(run) => Some((left_behind(run), run)),
        Outcome::Failed(Failure { kind, run }) => Some((Some(wrong(kind, run)), run)),
        Outcome::Spoiled => None,
    }
}

/// Returns the way in which this one order ends.
fn ending_of(outcome: &Outcome<String>, wrong: Option<Wrong>, run: &Run, key: String) -> Ending {
    Ending { wrong, times: 1, run: run.clone(), waits: waits(outcome).to_vec(), key }
}

/// Returns what each thread waits for in the end, if it waits.
fn waits(outcome: &Outcome<String>) -> &[Event] {
    match outcome {
        Outcome::Failed(Failure { kind: Kind::Deadlock(waits), .. }) => waits,
        _ => outcome.run().map_or(&[], |run| &run.left),
    }
}

/// Two orders end in the same way if this is the same.
fn key(outcome: &Outcome<String>, wrong: Option<&Wrong>, run: &Run) -> String {
    match wrong {
        // Where it does not end depends on the order, and what it sees when it asks.
        Some(Wrong { name: name @ ("endless" | "polling"), .. }) => (*name).into(),
        // Threads that do the same may change places.
        Some(Wrong { name: name @ ("deadlock" | "leak"), .. }) => {
            let mut lines: Vec<_> = waits(outcome).iter().map(|event| event.line).collect();
            lines.sort_unstable();
            format!("{name} {lines:?}")
        }
        Some(Wrong { sentence, .. }) => sentence.clone(),
        None => format!("\n{}", run.output),
    }
}
