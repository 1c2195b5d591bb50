//! Many producers, one channel: it ends when its last sender goes.

use examples_engine::free::channels_used;
use examples_engine::until_nothing_else_happens;

use crate::{
    Calls, Failure, Given, Inputs, Kind, Refusal, Verdict, ensure, explore, explore_few,
    explore_some,
};

/// Where to read more.
pub const PAGE: &str = "crossbeam/fan_in";

type Answer = fn(producers: usize, items: fn(usize) -> Vec<u64>) -> Vec<u64>;

/// More than any number of threads that an answer may have of its own.
const MANY: usize = 21;

static CALLS: Calls = Calls::new();
/// The items of each producer.
static ITEMS: Given<Vec<Vec<u64>>> = Given::new();

/// Grades `fan_in`.
pub fn grade(answer: Answer) -> Verdict {
    let several = Inputs::new(0).index(3, 5);
    explore(move || judge(answer, 3, alone), |failure| explain(failure, 0))?;
    for producers in [several, 2, 1, 0] {
        explore_some(move || judge(answer, producers, alone), |failure| explain(failure, 0))?;
    }
    explore_some(move || judge(answer, 2, meets), |failure| explain(failure, 2))?;
    for producers in [several, MANY] {
        explore_few(
            move || judge(answer, producers, meets),
            |failure| explain(failure, producers),
        )?;
    }
    Ok(())
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
    items(producer, || CALLS.meet(ITEMS.get().len()))
}

fn alone(producer: usize) -> Vec<u64> {
    items(producer, || ())
}

fn items(producer: usize, work: fn()) -> Vec<u64> {
    CALLS.enter(format_args!("producer {producer}"));
    work();
    CALLS.leave(format_args!("producer {producer}"));
    ITEMS.get().get(producer).cloned().unwrap_or_default()
}

fn judge(answer: Answer, producers: usize, items: fn(usize) -> Vec<u64>) -> Verdict {
    CALLS.begin();
    // The producers have different numbers of items, so nobody can know how many there will be.
    let mut inputs = Inputs::new(producers as u64);
    let counts: Vec<usize> = [3, 0, 1, 4, 2].into_iter().cycle().take(producers).collect();
    let mut given: Vec<_> = counts.into_iter().map(|count| inputs.large_numbers(count)).collect();
    if let Some(first) = given.first_mut() {
        first[inputs.index(0, 2)] = u64::MAX; // No item can stand for an end.
    }
    ITEMS.set(given);
    let before = channels_used();
    let mut got = answer(producers, items);
    let channels = channels_used() - before;
    let ended = CALLS.ended();
    until_nothing_else_happens(); // Calls that are late get to run.
    CALLS.all_followed()?;
    CALLS.none_by_caller("producers", "fan_in")?;
    CALLS
        .ensure_each_once((0..producers).map(|number| format!("producer {number}")), "lost_item")?;
    let behind = format!("`fan_in` returned when {ended} of {producers} producers had ended");
    let all_ended = ended == producers;
    let producers = ITEMS.get();
    let mut all = producers.concat();
    let says = format!("the items are {producers:?}, and `fan_in` returned {got:?}");
    all.sort();
    got.sort();
    let mut rest = got.clone();
    let is_there = |item: &u64| match rest.iter().position(|other| other == item) {
        Some(index) => {
            rest.remove(index);
            true
        }
        None => false,
    };
    let lost = !all.iter().all(is_there);
    ensure(!lost, "lost_item", format!("{says}: some are lost"))?;
    ensure(got == all, "wrong_items", says)?;
    ensure(all_ended, "left_behind", behind)?;
    let says = match channels {
        0 => "no item has gone through a channel of std or Crossbeam".into(),
        _ => format!("the items have gone through {channels} channels; one is enough"),
    };
    ensure(channels == usize::from(!all.is_empty()), "not_one_channel", says)
}
