//! What the grader learns of an answer while it runs: what was done in which line, which locks a thread
//! holds, which threads have slept, and what has panicked.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, Location};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::schedule::{self, Panic};

thread_local! {
    /// The lines in which this thread has taken the locks that it holds.
    static HELD: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
}

/// Lets the schedule choose which thread runs next, before an operation that others can see.
pub(crate) fn step() {
    if let Some(me) = schedule::me() {
        me.step();
    }
}

/// Writes down what the current thread has done, if it runs in a schedule.
pub(crate) fn note(place: &Location, what: impl FnOnce() -> String) {
    if let Some(me) = schedule::me() {
        me.note(schedule::line(place), what());
    }
}

/// Writes down what the current thread has looked at, if it runs in a schedule.
pub(crate) fn note_look(place: &Location, what: impl FnOnce() -> String) {
    if let Some(me) = schedule::me() {
        me.note_look(schedule::line(place), what());
    }
}

/// A lock that is held by a thread.
pub(crate) struct Held(u32);

impl Held {
    pub(crate) fn new(place: &Location) -> Self {
        let line = schedule::line(place);
        let _ = HELD.try_with(|held| held.borrow_mut().push(line));
        lock(&STATE).locks += 1;
        Self(line)
    }

    pub(crate) fn note(&self, what: &str) {
        if let Some(me) = schedule::me() {
            me.note(0, what.into());
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let _ = HELD.try_with(|held| {
            let mut held = held.borrow_mut();
            if let Some(index) = held.iter().rposition(|line| *line == self.0) {
                held.remove(index);
            }
        });
    }
}

/// Returns the lines in which the current thread has taken the locks that it holds.
pub fn locks_held() -> Vec<u32> {
    HELD.with_borrow(Clone::clone)
}

#[derive(Default)]
struct State {
    locks: usize,
    slept: Vec<u32>,
    panic: Option<Panic>,
}

static STATE: Mutex<State> = Mutex::new(State { locks: 0, slept: Vec::new(), panic: None });

fn lock(state: &'static Mutex<State>) -> MutexGuard<'static, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns how often the answer has taken a lock so far.
pub fn locks_taken() -> usize {
    lock(&STATE).locks
}

pub(crate) fn slept(line: u32) {
    lock(&STATE).slept.push(line);
}

/// Returns the lines in which a freely running thread has slept so far.
pub fn sleeps() -> Vec<u32> {
    lock(&STATE).slept.clone()
}

/// Returns the first panic of a freely running thread.
pub fn first_panic() -> Option<Panic> {
    lock(&STATE).panic.clone()
}

fn words(panic: &dyn Any) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| text.to_string());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "it does not say why".into())
}

/// From now on a panic is not printed but written down: in a schedule it may be what the task asks for, a
/// thousand times.
pub(crate) fn keep_panics() {
    panic::set_hook(Box::new(|info| {
        let words = words(info.payload());
        let line = info.location().map_or(0, schedule::line);
        let panic = Panic { line, words };
        match schedule::me() {
            Some(me) => me.note_panic(panic),
            None => _ = lock(&STATE).panic.get_or_insert(panic),
        }
    }));
}
