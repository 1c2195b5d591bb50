//! Many producers, one channel: it ends when its last sender goes.

use crate::{Calls, Failure, Kind, Refusal, Verdict, ensure, explore};

/// Where to read more.
pub const PAGE: &str = "crossbeam/fan_in";

type Answer = fn(producers: usize, items: fn(usize) -> Vec<u64>) -> Vec<u64>;

static CALLS: Calls = Calls::new();

/// Grades `fan_in`.
pub fn grade(answer: Answer) -> Verdict {
    explore(move || judge(answer, meets), |failure| explain(failure, 3))?;
    explore(move || judge(answer, alone), |failure| explain(failure, 0))
}

fn explain(failure: &Failure, all: usize) -> Refusal {
    match &failure.kind {
        Kind::Deadlock(waits) if CALLS.met() >= all && waits[0].what.contains("sender") => {
            let says =
                format!("`fan_in` {}: a channel ends when its last sender is gone", waits[0].what);
            Refusal::new("never_ends", says)
        }
        _ => CALLS.explain(failure, all, "producers", "fan_in"),
    }
}

fn meets(producer: usize) -> Vec<u64> {
    items(producer, || CALLS.meet(3))
}

fn alone(producer: usize) -> Vec<u64> {
    items(producer, || ())
}

/// The producers have different numbers of items, so nobody can know how many there will be.
fn items(producer: usize, work: fn()) -> Vec<u64> {
    CALLS.enter(format_args!("producer {producer}"));
    work();
    CALLS.leave(format_args!("producer {producer}"));
    [vec![1], vec![20, 21, 22], vec![]][producer].clone()
}

fn judge(answer: Answer, items: fn(usize) -> Vec<u64>) -> Verdict {
    CALLS.begin();
    let mut got = answer(3, items);
    CALLS.all_followed()?;
    got.sort();
    let all = [1, 20, 21, 22];
    let says =
        format!("the producers have 1, 3 and 0 items, {all:?}, and `fan_in` returned {got:?}");
    let lost = all.iter().any(|item| !got.contains(item));
    ensure(!lost, "lost_item", format!("{says}: some are lost"))?;
    ensure(got == all, "wrong_items", says)
}
