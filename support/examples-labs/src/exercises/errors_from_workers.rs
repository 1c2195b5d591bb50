//! Workers that fail, in every way in which they can.

use crate::{Calls, Failure, Kind, Refusal, Verdict, ensure, explore};

/// Where to read more.
pub const PAGE: &str = "threads/panic_in_join";

type Answer = fn(files: &[&str], read: Read) -> Result<u64, Vec<String>>;
type Read = fn(&str) -> Result<u64, String>;

static CALLS: Calls = Calls::new();
/// What `read` says when it panics.
const PANIC: &str = "the disk is on fire";

/// Grades `check`.
pub fn grade(answer: Answer) -> Verdict {
    let explain = |failure: &Failure| CALLS.explain(failure, 3, "calls", "check");
    explore(move || all_good(answer, meets), explain)?;
    explore(
        move || {
            all_good(answer, alone)?;
            failed(answer, &["b", "a", "c"])?;
            failed(answer, &["b", "a", "p"])
        },
        |failure| match &failure.kind {
            Kind::Panicked(panic) if panic.words == PANIC => {
                let says =
                    "`read` panicked, and `check` did, too: it should return that as an error";
                Refusal::new("panic_spreads", says)
            }
            _ => failure.into(),
        },
    )
}

fn meets(file: &str) -> Result<u64, String> {
    read(file, || CALLS.meet(3))
}

fn alone(file: &str) -> Result<u64, String> {
    read(file, || ())
}

fn read(file: &str, waits: fn()) -> Result<u64, String> {
    CALLS.enter(format_args!("file {file}"));
    waits();
    CALLS.leave(format_args!("file {file}"));
    match file {
        "a" => Ok(1),
        "d" => Ok(10),
        "e" => Ok(100),
        "p" => panic!("{PANIC}"),
        _ => Err(format!("{file} is missing")),
    }
}

fn all_good(answer: Answer, read: Read) -> Verdict {
    CALLS.begin();
    let got = answer(&["a", "d", "e"], read);
    CALLS.all_followed()?;
    let says = format!("the files have sizes 1, 10 and 100, and `check` returned {got:?}");
    ensure(got == Ok(111), "wrong_result", says)
}

/// Two of the files can't be read; one of them is `b`.
fn failed(answer: Answer, files: &[&str]) -> Verdict {
    CALLS.begin();
    let got = answer(files, alone);
    CALLS.all_followed()?;
    let how = if files.contains(&"p") { " (one by a panic)" } else { "" };
    let seen = format!("2 of 3 files failed{how}, and `check` returned {got:?}");
    let Err(errors) = got else {
        return Err(Refusal::new("succeeds_anyway", seen));
    };
    let has = |file: &&str| {
        let says = format!("{file} is missing");
        errors.iter().any(|error| error.contains(&says))
    };
    // The words of a panic are the answer's own.
    let all = files.iter().filter(|file| ["b", "c"].contains(file)).all(has);
    ensure(all && errors.len() >= 2, "lost_error", format!("{seen}: an error is lost"))?;
    ensure(errors.len() == 2, "wrong_errors", format!("{seen}: there is one too many"))
}
