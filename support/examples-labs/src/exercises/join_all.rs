//! A thread for each input, and the results in order.

use crate::{Calls, Refusal, Verdict, ensure, explore};

/// Where to read more.
pub const PAGE: &str = "threads/spawn_join";

type Answer = fn(inputs: Vec<u64>, work: fn(u64) -> u64) -> Vec<u64>;

static CALLS: Calls = Calls::new();
const INPUTS: [u64; 3] = [3, 1, 2];
const SQUARES: [u64; 3] = [9, 1, 4];

/// Grades `squares`.
pub fn grade(answer: Answer) -> Verdict {
    explore(
        move || judge(answer, meets),
        |failure| CALLS.explain(failure, INPUTS.len(), "calls", "squares"),
    )?;
    explore(move || judge(answer, alone), |failure| failure.into())
}

/// A call that ends when all have begun.
fn meets(input: u64) -> u64 {
    work(input, || CALLS.meet(INPUTS.len()))
}

/// A call that waits for nothing.
fn alone(input: u64) -> u64 {
    work(input, || ())
}

fn work(input: u64, waits: fn()) -> u64 {
    CALLS.enter(format_args!("input {input}"));
    waits();
    CALLS.leave(format_args!("input {input}"));
    input * input
}

fn judge(answer: Answer, work: fn(u64) -> u64) -> Verdict {
    CALLS.begin();
    let mut got = answer(INPUTS.to_vec(), work);
    CALLS.all_followed()?;
    let ended = CALLS.ended();
    let says =
        format!("`squares` returned when {ended} of 3 calls had ended: a thread was not joined");
    ensure(ended == INPUTS.len(), "left_behind", says)?;
    if got == SQUARES {
        return Ok(());
    }
    let says = format!("the inputs were {INPUTS:?}, and the results are {got:?}");
    got.sort();
    if got == [1, 4, 9] {
        let says = format!("{says}: they are not in the order of the inputs");
        return Err(Refusal::new("wrong_order", says));
    }
    Err(Refusal::new("wrong_results", says))
}
