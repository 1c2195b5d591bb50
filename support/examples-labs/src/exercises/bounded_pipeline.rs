//! A channel with a bound holds back the thread that is ahead.

use std::sync::{Mutex, MutexGuard, PoisonError};

use examples_engine::modelled::thread::{self, ThreadId};
use examples_engine::{counted, is_followed, step, told, until_nothing_else_happens};

use crate::explore::ensure_followed;
use crate::refusal::{MOST_ITEMS, were};
use crate::{
    Failure, Given, Inputs, Kind, Meeting, Refusal, Verdict, counts_to_try,
    each_step_late_and_others_sleep, ensure, explore, explore_few, explore_some, let_others_go_on,
};

/// Where to read more.
pub const PAGE: &str = "crossbeam/bounded_pipeline";

type Answer = fn(count: usize, bound: usize, make: fn(usize) -> u64, handle: fn(u64));

/// What the grader's functions have seen.
static SEEN: Mutex<Seen> = Mutex::new(Seen::NEW);
/// The first item is handled until the second is made.
static BOTH: Meeting = Meeting::new();
static ROUND: Given<Round> = Given::new();

#[derive(Clone)]
struct Round {
    bound: usize,
    items: Vec<u64>,
    /// These items are handled, or made, for as long as the other thread has anything to do.
    handled_late: Vec<usize>,
    made_late: Vec<usize>,
}

struct Seen {
    made: usize,
    /// In this order.
    handled: Vec<u64>,
    peak: usize,
    makers: Vec<ThreadId>,
    handlers: Vec<ThreadId>,
    /// When an item was handled late, how many were made, and how many it should be.
    ahead: Vec<(usize, usize, usize)>,
    /// When an item was made late, how many were handled.
    behind: Vec<(usize, usize)>,
    /// The calls belong to a schedule.
    explored: bool,
    not_followed: bool,
}

impl Seen {
    const NEW: Self = Self {
        made: 0,
        handled: Vec::new(),
        peak: 0,
        makers: Vec::new(),
        handlers: Vec::new(),
        ahead: Vec::new(),
        behind: Vec::new(),
        explored: false,
        not_followed: false,
    };
}

fn seen() -> MutexGuard<'static, Seen> {
    SEEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Grades `pipeline`.
pub fn grade(answer: Answer) -> Verdict {
    let mut inputs = Inputs::new(0);
    let several = inputs.index(3, 4);
    let count = inputs.index(8, 9);
    let mut round = |count: usize, bound| Round {
        bound,
        items: items(&mut inputs, count),
        handled_late: Vec::new(),
        made_late: Vec::new(),
    };
    let free = round(count, 2);
    let few = round(4, 1);
    let handled_late = Round { handled_late: vec![0, 3], ..round(count, 2) };
    let made_late = Round { made_late: vec![1, 2, 4], ..round(5, 2) };
    let others = [
        Round { handled_late: vec![0, 2], ..round(count, several) },
        Round { handled_late: vec![0, 2, 5], ..round(6, 1) },
        made_late,
        Round { made_late: vec![1, 2], ..round(3, several) },
        Round { made_late: vec![1, several + 1], ..round(several + 3, several) },
        round(3, several),
        round(1, several),
        round(0, 1),
    ];
    let mut large = |bound| Round { handled_late: vec![0, 2], ..round(bound + 6, bound) };
    let (twenty, thousand) = (large(20), large(1030));
    let mut own: Vec<_> = counts_to_try(5, 2000).into_iter().map(large).collect();
    own.extend(counts_to_try(5, 5000).into_iter().map(|own| round(own, 2)));
    explore(move || judge(answer, &free), explain)?;
    explore(move || judge(answer, &handled_late), explain)?;
    others
        .into_iter()
        .try_for_each(|round| explore_some(move || judge(answer, &round), explain))?;
    explore_few(move || judge(answer, &twenty), explain)?;
    each_step_late_and_others_sleep(|| judge(answer, &few))?;
    // Not in a schedule, which this many items make long.
    judge(answer, &thousand)?;
    own.iter().try_for_each(|round| judge(answer, round))
}

/// Returns items of which none can stand for an end.
fn items(inputs: &mut Inputs, count: usize) -> Vec<u64> {
    let mut items = inputs.large_numbers(count);
    if count > 4 {
        items[inputs.index(1, count - 1)] = u64::MAX;
    }
    items
}

fn make(number: usize) -> u64 {
    let round = ROUND.get();
    if round.made_late.contains(&number) {
        wait_for_the_other();
        let mut seen = seen();
        let handled = seen.handled.len();
        seen.behind.push((number, handled));
    }
    step(format!("makes item {number}"));
    let mut seen = seen();
    seen.made += 1;
    seen.peak = seen.peak.max(seen.made - seen.handled.len());
    note(&mut seen.makers);
    seen.not_followed |= seen.explored && !is_followed();
    drop(seen); // The schedule may now stop this thread.
    if number == 1 {
        BOTH.comes();
    }
    round.items.get(number).copied().unwrap_or(0)
}

/// Waits until the other thread has nothing to do.
fn wait_for_the_other() {
    if is_followed() { until_nothing_else_happens() } else { let_others_go_on() }
}

fn note(threads: &mut Vec<ThreadId>) {
    let me = thread::current().id();
    if !threads.contains(&me) {
        threads.push(me);
    }
}

fn handle(item: u64) {
    let round = ROUND.get();
    let number = seen().handled.len();
    step(format!("begins to handle item {number}"));
    if round.handled_late.contains(&number) {
        wait_for_the_other();
        let mut seen = seen();
        let most = round.items.len().min(number + round.bound + 2);
        let made = seen.made;
        seen.ahead.push((number, made, most));
    } else if number == 0 && round.items.len() > 1 && round.made_late.is_empty() {
        BOTH.come(2);
    }
    step(format!("has handled item {number}"));
    let mut seen = seen();
    seen.not_followed |= seen.explored && !is_followed();
    note(&mut seen.handlers);
    seen.handled.push(item);
}

fn judge(answer: Answer, round: &Round) -> Verdict {
    *seen() = Seen { explored: is_followed(), ..Seen::NEW };
    BOTH.reset();
    ROUND.set(round.clone());
    let Round { bound, items, .. } = round;
    let count = items.len();
    answer(count, *bound, make, handle);
    let seen = seen();
    ensure_followed(!seen.not_followed)?;
    let handled = &seen.handled;
    let says = match count {
        0..=MOST_ITEMS => format!(
            "`make` returned the items {items:?}, and when `pipeline` returned, {handled:?} had been handled"
        ),
        _ => format!(
            "`make` returned {count} items, and when `pipeline` returned, {} had been handled",
            handled.len()
        ),
    };
    ensure(
        seen.made <= count,
        "done_twice",
        format!("`make` was called {}, and `count` was {count}", counted(seen.made, "time")),
    )?;
    ensure(handled.len() >= count, "lost_item", says.clone())?;
    ensure(handled == items, "wrong_order", says)?;
    let (peak, most) = (seen.peak, bound + 2);
    let says = format!(
        "{peak} items were made and not yet handled; with {bound} in the channel and one in the hands \
         of each thread there are {most}"
    );
    ensure(peak <= most, "too_many", says)?;
    for (number, made, most) in &seen.ahead {
        let made_here = were(*made, "item");
        let says = format!(
            "while item {number} was handled, {made_here} made, and then the other thread waited; with \
             {bound} in the channel and one in its hands, it should have made {most}"
        );
        ensure(made >= most, "too_few", says)?;
    }
    for (late, behind) in &seen.behind {
        let says = format!(
            "{} made, and while the next one was made, only {behind} of them were handled",
            were(*late, "item")
        );
        ensure(behind >= late, "held_back", says)?;
    }
    let says = "one thread calls `make` and `handle`; each should have a thread of its own";
    ensure(count == 0 || seen.makers != seen.handlers, "sequential", says)?;
    let is_one = |threads: &[ThreadId]| threads.len() <= 1;
    let says = |calls, threads: &[ThreadId]| {
        format!("{} threads have called `{calls}`; one should make all these calls", threads.len())
    };
    ensure(is_one(&seen.makers), "other_thread", says("make", &seen.makers))?;
    ensure(is_one(&seen.handlers), "other_thread", says("handle", &seen.handlers))
}

fn explain(failure: &Failure) -> Refusal {
    let waits = match &failure.kind {
        Kind::Deadlock(waits) => waits,
        Kind::Failed(refusal) if refusal.id == "too_many" => {
            return at_the_worst(failure, refusal);
        }
        _ => return failure.into(),
    };
    if waits.iter().any(|wait| wait.what.starts_with("waits for room")) {
        let says = "the channel is full, and nobody takes an item out: the other thread has not begun, or waits, too";
        return Refusal::new("full", says);
    }
    if BOTH.here() == 1 {
        let says = "item 1 is made only when item 0 has been handled: the two never happen at the same time";
        return Refusal::new("one_after_another", says);
    }
    if let Some(wait) = waits.iter().find(|wait| wait.what.contains("sender")) {
        let says =
            format!("{} {}: a channel ends when its last sender is gone", wait.thread, wait.what);
        return Refusal::new("never_ends", says);
    }
    failure.into()
}

/// Shows what happened until the most items were under way.
fn at_the_worst(failure: &Failure, refusal: &Refusal) -> Refusal {
    let events = failure.events.iter().enumerate();
    let under_way = events.scan(0, |count, (index, event)| {
        *count += i32::from(event.what.starts_with("makes item"));
        *count -= i32::from(event.what.starts_with("has handled"));
        Some((*count, index))
    });
    let (_, worst) = under_way.max().unwrap_or_default();
    refusal.clone().evidence(told(&failure.events[..=worst]))
}
