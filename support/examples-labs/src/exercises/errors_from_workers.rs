//! Workers that fail, in every way in which they can.

use std::panic::panic_any;

use examples_engine::until_nothing_else_happens;

use crate::{
    Calls, Failure, Given, Inputs, Kind, Refusal, Verdict, ensure, explore, explore_few,
    explore_some,
};

/// Where to read more.
pub const PAGE: &str = "threads/panic_in_join";

type Answer = fn(files: &[&str], read: Read) -> Result<u64, Vec<String>>;
type Read = fn(&str) -> Result<u64, String>;

static CALLS: Calls = Calls::new();
static FILES: Given<Vec<File>> = Given::new();
/// More files than any number of threads that an answer may have of its own.
const MANY: usize = 21;
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
    let first = [round(3, &[Fails, Fails]), round(3, &[Fails, text])];
    let more = [
        round(several, &[Fails, Fails, Fails]),
        round(4, &[text, text]),
        round(3, &[text, Fails, other]),
        round(2, &[Fails]),
        round(1, &[text]),
        round(several, &[]),
        Vec::new(),
    ];
    let good = all_good.clone();
    explore(move || judge(answer, &good, alone), explain)?;
    for files in first {
        explore_some(move || judge(answer, &files, alone), explain)?;
    }
    for files in more {
        explore_some(move || judge(answer, &files, alone), explain)?;
    }
    // The same error twice.
    explore_some(move || same_error(answer), explain)?;
    let explain = |count| move |failure: &Failure| CALLS.explain(failure, count, "calls", "check");
    explore_some(move || judge(answer, &all_good, meets), explain(3))?;
    explore_few(move || judge(answer, &many, meets), explain(MANY))
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

fn alone(file: &str) -> Result<u64, String> {
    read(file, || ())
}

fn read(name: &str, waits: fn()) -> Result<u64, String> {
    CALLS.enter(format_args!("file {name}"));
    waits();
    CALLS.leave(format_args!("file {name}"));
    let files = FILES.get();
    match files.iter().find(|file| file.name == name).map(|file| file.read) {
        Some(Returns(size)) => Ok(size),
        Some(Panics { with_text: true }) => panic!("{PANIC}"),
        Some(Panics { with_text: false }) => panic_any(7),
        _ => Err(missing(name)),
    }
}

fn missing(name: &str) -> String {
    format!("{name} is missing\n  neither here\n  nor there")
}

fn judge(answer: Answer, files: &[Does], read: Read) -> Verdict {
    let letter = |index: usize| char::from(b"qmhzd"[index % 5]);
    let name = |(index, does): (usize, &Does)| File {
        name: format!("{}{index}", letter(index)),
        read: *does,
    };
    judge_files(answer, files.iter().enumerate().map(name).collect(), read)
}

/// The same file is to be read twice, and is missing.
fn same_error(answer: Answer) -> Verdict {
    let file = |name: &str, read| File { name: name.into(), read };
    let files = vec![file("m", Fails), file("a", Returns(3)), file("m", Fails)];
    judge_files(answer, files, alone)
}

fn judge_files(answer: Answer, files: Vec<File>, read: Read) -> Verdict {
    CALLS.begin();
    FILES.set(files);
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
