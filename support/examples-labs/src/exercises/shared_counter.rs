//! Several threads, one total.

use crate::{Calls, Refusal, Verdict, ensure, explore};

/// Where to read more.
pub const PAGE: &str = "threads/shared_counter";

type Answer = fn(threads: usize, job: fn(usize) -> u64) -> u64;

static JOBS: Calls = Calls::new();

/// Grades `total`.
pub fn grade(answer: Answer) -> Verdict {
    // First whether the jobs run at the same time, then whether their values are added without a loss.
    explore(move || judge(answer, meets), |failure| JOBS.explain(failure, 2, "jobs", "total"))?;
    explore(move || judge(answer, alone), |failure| failure.into())
}

/// A job that ends when both have begun.
fn meets(number: usize) -> u64 {
    job(number, || JOBS.meet(2))
}

/// A job that waits for nothing.
fn alone(number: usize) -> u64 {
    job(number, || ())
}

fn job(number: usize, work: fn()) -> u64 {
    JOBS.enter(format_args!("job {number}"));
    work();
    JOBS.leave(format_args!("job {number}"));
    [1, 10][number]
}

fn judge(answer: Answer, job: fn(usize) -> u64) -> Verdict {
    JOBS.begin();
    let total = answer(2, job);
    JOBS.all_followed()?;
    let ended = JOBS.ended();
    let says =
        format!("`total` returned when {ended} of 2 jobs had ended: a thread was not joined");
    ensure(ended == 2, "left_behind", says)?;
    let says = format!("the jobs returned 1 and 10, and the total was {total}");
    match total {
        11 => Ok(()),
        0 => Err(Refusal::new("wrong_total", says)),
        12.. => {
            let why =
                "called again, it goes on from the total before: a `static` outlives the call";
            Err(Refusal::new("outlives_the_call", format!("{says}: {why}")))
        }
        _ => {
            let why = "one thread wrote over what the other had added";
            Err(Refusal::new("lost_update", format!("{says}: {why}")))
        }
    }
}
