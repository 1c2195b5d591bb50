//! Many producers, one channel: it ends when its last sender goes.

use examples_engine::free::channels_used;
use examples_engine::until_nothing_else_happens;

use crate::explore::even_longer;
use crate::refusal::MOST_ITEMS;
use crate::{
    Calls, Failure, Given, Inputs, Kind, Refusal, Verdict, counts_to_try, ensure, explore,
    explore_few, explore_some, it_may_stand_still, slow_until, two_calls_return, values_to_try,
};

/// Where to read more.
pub const PAGE: &str = "crossbeam/fan_in";

type Answer = fn(producers: usize, items: fn(usize) -> Vec<u64>) -> Vec<u64>;

/// More than any number of threads that an answer may have of its own.
const MANY: usize = 21;
/// More than a byte can count.
const VERY_MANY: usize = 260;
/// More items than any bound that an answer may have of its own.
const VERY_MANY_ITEMS: usize = 1100;

static CALLS: Calls = Calls::new();
/// The items of each producer.
static ITEMS: Given<Vec<Vec<u64>>> = Given::new();

/// Grades `fan_in`.
pub fn grade(answer: Answer) -> Verdict {
    let several = Inputs::new(0).index(3, 5);
    explore(move || judge(answer, 3, alone), |failure| explain(failure, 0))?;
    for producers in [several, 2, 0] {
        explore_some(move || judge(answer, producers, alone), |failure| explain(failure, 0))?;
    }
    explore_some(move || judge(answer, 2, meets), |failure| explain(failure, 2))?;
    for producers in [several, MANY] {
        explore_few(
            move || judge(answer, producers, meets),
            |failure| explain(failure, producers),
        )?;
    }
    // Before, nobody can tell whether the one producer would run at the same time as others.
    explore_some(move || judge(answer, 1, alone), |failure| explain(failure, 0))?;
    explore_some(move || judge(answer, 2, late), |failure| explain(failure, 0))?;
    explore_few(move || judge(answer, MANY, late), |failure| explain(failure, 0))?;
    // A few schedules in which one producer is far ahead of the receiver.
    explore_few(
        move || judge_items(answer, &[VERY_MANY_ITEMS, 3], alone),
        |failure| explain(failure, 0),
    )?;
    // Items that an answer may take for an end.
    explore_few(
        move || judge_given(answer, vec![values_to_try(), vec![3]], alone),
        |failure| explain(failure, 0),
    )?;
    CALLS.all_meet(VERY_MANY, "producers", "fan_in");
    judge(answer, VERY_MANY, meets)?; // Not in a schedule, which such a crowd makes long.
    for own in counts_to_try(5, 300) {
        CALLS.all_meet(own, "producers", "fan_in");
        judge(answer, own, meets)?;
    }
    it_may_stand_still();
    for own in counts_to_try(5, 20_000) {
        // The receiver comes when the channel has got what it has room for.
        slow_until(|| CALLS.ended() == 2);
        judge_items(answer, &[own, 3], alone)?;
    }
    explore_some(move || two_calls(answer), |failure| failure.into())
}

/// Two threads call the answer at the same time.
fn two_calls(answer: Answer) -> Verdict {
    let sorted = |mut items: Vec<u64>| {
        items.sort();
        items
    };
    let mine = || sorted(answer(2, |producer| vec![producer as u64 + 3]));
    let theirs = move || sorted(answer(2, |producer| vec![producer as u64 + 7]));
    two_calls_return("fan_in", mine, theirs, [vec![3, 4], vec![7, 8]])
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

/// A call that takes longer than anybody waits with a time limit. The last one takes even longer.
fn late(producer: usize) -> Vec<u64> {
    let is_last = producer + 1 == ITEMS.get().len();
    items(producer, if is_last { even_longer } else { until_nothing_else_happens })
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
    // The producers have different numbers of items, so nobody can know how many there will be.
    let counts: Vec<usize> = [3, 0, 1, 4, 2].into_iter().cycle().take(producers).collect();
    judge_items(answer, &counts, items)
}

/// The producers have this many items.
fn judge_items(answer: Answer, counts: &[usize], items: fn(usize) -> Vec<u64>) -> Verdict {
    let mut inputs = Inputs::new(counts.len() as u64);
    let mut given: Vec<_> = counts.iter().map(|count| inputs.large_numbers(*count)).collect();
    if let Some(first) = given.first_mut() {
        first[inputs.index(0, 2)] = u64::MAX; // No item can stand for an end.
    }
    judge_given(answer, given, items)
}

/// The producers have these items.
fn judge_given(answer: Answer, given: Vec<Vec<u64>>, items: fn(usize) -> Vec<u64>) -> Verdict {
    CALLS.begin();
    let producers = given.len();
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
    let says = match all.len() {
        0..=MOST_ITEMS => format!("the items are {producers:?}, and `fan_in` returned {got:?}"),
        count => format!("there are {count} items, and `fan_in` returned {}", got.len()),
    };
    all.sort();
    got.sort();
    // Both are in order.
    let mut rest = got.iter();
    let lost = !all.iter().all(|item| rest.any(|other| other == item));
    ensure(!lost, "lost_item", format!("{says}: some are lost"))?;
    ensure(got == all, "wrong_items", says)?;
    ensure(all_ended, "left_behind", behind)?;
    let says = match channels {
        0 => "no item has gone through a channel of std or Crossbeam".into(),
        _ => format!("the items have gone through {channels} channels; one is enough"),
    };
    ensure(channels == usize::from(!all.is_empty()), "not_one_channel", says)
}
