//! A channel with a bound holds back the thread that is ahead.

use std::sync::{Mutex, MutexGuard, PoisonError};

use examples_explore::{is_followed, step, told, until_nothing_else_happens};

use crate::explore::ensure_followed;
use crate::{Failure, Kind, Meeting, Refusal, Verdict, ensure, explore};

/// Where to read more.
pub const PAGE: &str = "crossbeam/bounded_pipeline";

type Answer = fn(count: usize, bound: usize, make: fn(usize) -> u64, handle: fn(u64));

/// What the grader's functions have seen.
static SEEN: Mutex<Seen> = Mutex::new(Seen::NEW);
/// The first item is handled until the second is made.
static BOTH: Meeting = Meeting::new();
const COUNT: usize = 8;
const BOUND: usize = 2;
/// One more for each thread.
const MOST: usize = BOUND + 2;

struct Seen {
    made: usize,
    /// In this order.
    handled: Vec<u64>,
    peak: usize,
    not_followed: bool,
}

impl Seen {
    const NEW: Self = Self { made: 0, handled: Vec::new(), peak: 0, not_followed: false };
}

fn seen() -> MutexGuard<'static, Seen> {
    SEEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Grades `pipeline`.
pub fn grade(answer: Answer) -> Verdict {
    explore(move || judge(answer, handle), explain)?;
    explore(move || judge(answer, handle_late), explain)
}

fn make(number: usize) -> u64 {
    step(format!("makes item {number}"));
    let mut seen = seen();
    seen.made += 1;
    seen.peak = seen.peak.max(seen.made - seen.handled.len());
    seen.not_followed |= !is_followed();
    drop(seen); // The schedule may now stop this thread.
    if number == 1 {
        BOTH.comes();
    }
    number as u64
}

fn handle(item: u64) {
    step(format!("begins to handle item {item}"));
    if item == 0 {
        BOTH.come(2);
    }
    step(format!("has handled item {item}"));
    let mut seen = seen();
    seen.not_followed |= !is_followed();
    seen.handled.push(item);
}

/// The first item takes as long as the other thread has anything to do: until it waits.
fn handle_late(item: u64) {
    if item == 0 {
        until_nothing_else_happens();
    }
    handle(item);
}

fn judge(answer: Answer, handle: fn(u64)) -> Verdict {
    *seen() = Seen::NEW;
    BOTH.reset();
    answer(COUNT, BOUND, make, handle);
    let seen = seen();
    ensure_followed(!seen.not_followed)?;
    let handled = &seen.handled;
    let says = format!(
        "there are {COUNT} items, and when `pipeline` returned, {handled:?} had been handled"
    );
    ensure(handled.len() >= COUNT, "lost_item", says.clone())?;
    ensure(*handled == [0, 1, 2, 3, 4, 5, 6, 7], "wrong_order", says)?;
    let peak = seen.peak;
    let says = format!(
        "{peak} items were made and not yet handled; with {BOUND} in the channel and one in the hands \
         of each thread there are {MOST}"
    );
    ensure(peak <= MOST, "too_many", says)
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
