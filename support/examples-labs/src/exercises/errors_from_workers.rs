//! Workers that fail, in every way in which they can.

use std::panic::panic_any;

use examples_engine::until_nothing_else_happens;

use crate::explore::even_longer;
use crate::{
    Calls, Failure, Given, Inputs, Kind, Refusal, Verdict, counts_to_try, ensure, explore,
    explore_few, explore_some, it_may_stand_still, two_calls_return, values_to_try,
};

/// Where to read more.
pub const PAGE: &str = "threads/panic_in_join";

type Answer = fn(files: &[&str], read: Read) -> Result<u64, Vec<String>>;
type Read = fn(&str) -> Result<u64, String>;

static CALLS: Calls = Calls::new();
static FILES: Given<Vec<File>> = Given::new();
/// More files than any number of threads that an answer may have of its own.
const MANY: usize = 21;
/// More than a byte can count.
const VERY_MANY: usize = 260;
/// What `read` says when it panics.
const PANIC: &str = "the disk is on fire";

struct File {
    name: String,
    read: Does,
}

/// What becomes of a call.
#[derive(Clone, Copy, PartialEq)]
enum Does {
    Returns(u64),
    Fails,
    /// With a text, or with something else.
    Panics {
        with_text: bool,
    },
}

use Does::{Fails, Panics, Returns};

/// Grades `check`.
pub fn grade(answer: Answer) -> Verdict {
    let mut inputs = Inputs::new(0);
    let several = inputs.index(3, 4);
    let mut round = |count: usize, bad: &[Does]| {
        let sizes = inputs.large_numbers(count - bad.len()).into_iter().map(Returns);
        let mut all: Vec<_> = sizes.chain(bad.iter().copied()).collect();
        inputs.shuffle(&mut all);
        all
    };
    let (text, other) = (Panics { with_text: true }, Panics { with_text: false });
    let all_good = round(3, &[]);
    let many = round(MANY, &[Fails, text]);
    let very_many = round(VERY_MANY, &[Fails, text].repeat(VERY_MANY / 4));
    let very_many_good = round(VERY_MANY, &[]);
    let own: Vec<_> =
        counts_to_try(5, 300).into_iter().map(|own| round(own, &[Fails, text])).collect();
    let first = [round(3, &[Fails, Fails]), round(3, &[Fails, text])];
    let more = [
        round(several, &[Fails, Fails, Fails]),
        round(4, &[text, text]),
        round(3, &[text, Fails, other]),
        round(2, &[Fails]),
        round(several, &[]),
        Vec::new(),
    ];
    let single = [vec![text], vec![Returns(0)]];
    let good = all_good.clone();
    explore(move || judge(answer, &good, alone), explain)?;
    for files in first {
        explore_some(move || judge(answer, &files, alone), explain)?;
    }
    for files in more {
        explore_some(move || judge(answer, &files, alone), explain)?;
    }
    // The same error twice, two sizes for the same name, and an error without a word.
    let named: [&[_]; 3] = [
        &[("m", Fails), ("a", Returns(3)), ("m", Fails)],
        &[("m", Returns(7)), ("a", Returns(3)), ("m", Returns(5))],
        &[("a", Returns(3)), ("", Fails)],
    ];
    for files in named {
        explore_some(move || judge_files(answer, files, alone), explain)?;
    }
    let late_ones = all_good.clone();
    explore_some(move || judge(answer, &late_ones, late), explain)?;
    let many_late_ones = many.clone();
    explore_few(move || judge(answer, &many_late_ones, late), explain)?;
    let never_met =
        |count| move |failure: &Failure| CALLS.explain(failure, count, "calls", "check");
    explore_some(move || judge(answer, &all_good, meets), never_met(3))?;
    explore_few(move || judge(answer, &many, meets), never_met(MANY))?;
    // Before, nobody can tell whether the one call would be at the same time as others.
    for files in single {
        explore_some(move || judge(answer, &files, alone), explain)?;
    }
    CALLS.all_meet(VERY_MANY, "calls", "check");
    // Not in a schedule, which such a crowd makes long.
    judge(answer, &very_many_good, meets)?;
    judge(answer, &very_many, meets)?;
    for files in own {
        CALLS.all_meet(files.len(), "calls", "check");
        judge(answer, &files, meets)?;
    }
    it_may_stand_still();
    // Sizes that an answer may take for an error.
    values_to_try().into_iter().try_for_each(|size| judge(answer, &[Returns(size)], alone))?;
    explore_some(move || two_calls(answer), explain)
}

/// Two threads call the answer at the same time: one of them with files that can't be read.
fn two_calls(answer: Answer) -> Verdict {
    const MISSING: &str = "b is missing";
    let mine = || {
        let read = |file: &str| match file {
            "a" => Ok(5),
            "b" => Err(MISSING.into()),
            _ => panic!("{PANIC}"),
        };
        answer(&["a", "b", "c"], read).map_err(|errors| {
            // The other words are the answer's own.
            let is_missing = |error: &String| error.contains(MISSING);
            let words = |error| if is_missing(&error) { MISSING } else { "a panic" };
            let mut errors: Vec<_> = errors.into_iter().map(words).collect();
            errors.sort();
            errors
        })
    };
    let theirs = move || answer(&["d", "e"], |file| Ok(if file == "d" { 3 } else { 4 }));
    let theirs = move || theirs().map_err(|_| vec!["errors of the other call"]);
    two_calls_return("check", mine, theirs, [Err(vec!["a panic", MISSING]), Ok(7)])
}

fn explain(failure: &Failure) -> Refusal {
    let by_read = |words: &str| words == PANIC || words == "it does not say why";
    match &failure.kind {
        Kind::Panicked(panic) if by_read(&panic.words) => {
            let says = "`read` panicked, and `check` did, too: it should return that as an error";
            Refusal::new("panic_spreads", says)
        }
        _ => failure.into(),
    }
}

fn meets(file: &str) -> Result<u64, String> {
    read(file, || CALLS.meet(FILES.get().len()))
}

/// A call that takes longer than anybody waits with a time limit. The last one takes even longer.
fn late(file: &str) -> Result<u64, String> {
    let is_last = FILES.get().last().is_some_and(|last| last.name == file);
    read(file, if is_last { even_longer } else { until_nothing_else_happens })
}

fn alone(file: &str) -> Result<u64, String> {
    read(file, || ())
}

fn read(name: &str, waits: fn()) -> Result<u64, String> {
    CALLS.enter(format_args!("file {name}"));
    waits();
    CALLS.leave(format_args!("file {name}"));
    let files = FILES.get();
    let before = CALLS.before(name) as usize;
    match files.iter().filter(|file| file.name == name).nth(before).map(|file| file.read) {
        Some(Returns(size)) => Ok(size),
        Some(Panics { with_text: true }) => panic!("{PANIC}"),
        Some(Panics { with_text: false }) => panic_any(7),
        _ => Err(missing(name)),
    }
}

fn missing(name: &str) -> String {
    if name.is_empty() {
        return String::new();
    }
    format!("\t{name} is missing\n  neither here\n  nor there. \n")
}

fn judge(answer: Answer, files: &[Does], read: Read) -> Verdict {
    let letter = |index: usize| char::from(b"qmhzd"[index % 5]);
    let names: Vec<_> = (0..files.len()).map(|index| format!("{}{index}", letter(index))).collect();
    let named: Vec<_> = names.iter().map(String::as_str).zip(files.iter().copied()).collect();
    judge_files(answer, &named, read)
}

fn judge_files(answer: Answer, files: &[(&str, Does)], read: Read) -> Verdict {
    CALLS.begin();
    FILES.set(files.iter().map(|&(name, read)| File { name: name.into(), read }).collect());
    let files = FILES.get();
    let names: Vec<_> = files.iter().map(|file| file.name.as_str()).collect();
    let got = answer(&names, read);
    until_nothing_else_happens(); // Calls that are late get to run.
    CALLS.all_followed()?;
    CALLS.none_by_caller("calls", "check")?;
    CALLS.ensure_each_once(names.iter().map(|name| format!("file {name}")), "lost_item")?;
    let count = |does: fn(&Does) -> bool| files.iter().filter(|file| does(&file.read)).count();
    let failed = count(|does| *does == Fails);
    let panicked = count(|does| matches!(does, Panics { .. }));
    let all = files.len();
    if failed + panicked == 0 {
        let size = |file: &File| if let Returns(size) = file.read { size } else { 0 };
        let sizes: Vec<_> = files.iter().map(size).collect();
        let says = format!("the files have the sizes {sizes:?}, and `check` returned {got:?}");
        return ensure(got == Ok(sizes.iter().sum()), "wrong_result", says);
    }
    let seen = format!(
        "{failed} of {all} calls returned an error and {panicked} panicked, and `check` returned {got:?}"
    );
    let Err(mut errors) = got else {
        return Err(Refusal::new("succeeds_anyway", seen));
    };
    let found = errors.len();
    for file in files.iter().filter(|file| file.read == Fails) {
        let whole = missing(&file.name);
        match errors.iter().position(|error| error.contains(&whole)) {
            Some(index) => _ = errors.remove(index),
            None if found == failed + panicked => {
                let says = format!("{seen}: {whole:?}, which `read` returned, is in none of them");
                return Err(Refusal::new("wrong_errors", says));
            }
            None => return Err(Refusal::new("lost_error", format!("{seen}: an error is lost"))),
        }
    }
    // The words of a panic are the answer's own.
    ensure(errors.len() >= panicked, "lost_error", format!("{seen}: a panic is lost"))?;
    ensure(errors.len() == panicked, "wrong_errors", format!("{seen}: there is one too many"))
}
