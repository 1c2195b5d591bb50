//! Threads that run freely, outside of any schedule: what they are called, what they wait for, and what they have
//! done.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::panic::Location;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::ThreadId;

use crate::event::{Event, Panic};
use crate::monitor::Monitor;
use crate::{host, schedule};

/// What each of the freely running threads waits for, in the order in which they began to wait.
static WAITING: Mutex<BTreeMap<usize, Event>> = Mutex::new(BTreeMap::new());

/// A thread that runs freely is waiting.
pub(crate) struct Waiting(usize);

impl Waiting {
    pub(crate) fn new(line: u32, what: String) -> Self {
        let mut waiting = waiting();
        let key = waiting.last_key_value().map_or(0, |(last, _)| last + 1);
        waiting.insert(key, Event { thread: name(), line, what, ..Event::default() });
        Self(key)
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        waiting().remove(&self.0);
    }
}

fn waiting() -> MutexGuard<'static, BTreeMap<usize, Event>> {
    WAITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns what the freely running threads wait for.
pub fn all_waiting() -> Vec<Event> {
    waiting().values().cloned().collect()
}

/// The threads that were asked for their name, in that order.
static THREADS: Mutex<Vec<ThreadId>> = Mutex::new(Vec::new());

thread_local! {
    static NAME: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Returns what the current thread is called in an account of what happened.
pub(crate) fn name() -> String {
    if let Some(me) = schedule::me() {
        return me.label(me.id());
    }
    let thread = std::thread::current();
    if let Some(name) = host::thread_name().or_else(|| thread.name().map(str::to_owned)) {
        return name;
    }
    let name = NAME.with_borrow(Clone::clone);
    name.unwrap_or_else(|| {
        let mut threads = THREADS.lock().unwrap_or_else(PoisonError::into_inner);
        threads.push(thread.id());
        let name = format!("thread {}", threads.len());
        NAME.set(Some(name.clone()));
        name
    })
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

/// What is done before each step of a freely running thread.
static BEFORE: OnceLock<fn()> = OnceLock::new();

/// From now on this is called before each step of the freely running threads of a program: whenever one of them locks,
/// sends, reads an atomic, or does another thing that others can see.
pub fn before_each_step(job: fn()) {
    let _ = BEFORE.set(job); // The first one stays.
}

/// A thread that runs freely is about to do what others can see.
pub fn step() {
    if let Some(job) = BEFORE.get() {
        job();
    }
}

/// Whether new threads wait before they begin.
static HOLD: Monitor<bool> = Monitor::new(false);

/// From now on, or no longer, a thread that is started freely waits before it begins.
pub fn hold_new_threads(hold: bool) {
    HOLD.with(|now| *now = hold);
}

/// A thread that runs freely is about to begin.
pub fn begin() {
    HOLD.wait(Location::caller(), |hold| match hold {
        true => Err("has not begun".into()),
        false => Ok(()),
    });
}

static CHANNELS: AtomicUsize = AtomicUsize::new(0);

/// A channel has its first message.
pub(crate) fn used_channel() {
    CHANNELS.fetch_add(1, Relaxed);
}

/// Returns how many channels have carried a message so far, in schedules as well.
pub fn channels_used() -> usize {
    CHANNELS.load(Relaxed)
}

pub(crate) fn locked() {
    lock(&STATE).locks += 1;
}

/// Returns how often a lock was taken so far, in schedules as well.
pub fn locks_taken() -> usize {
    lock(&STATE).locks
}

pub(crate) fn slept(line: u32) {
    lock(&STATE).slept.push(line);
    waited_with_limit(line);
}

/// The threads that have waited with a time limit, and in which lines.
static LIMITED: Mutex<Vec<(ThreadId, u32)>> = Mutex::new(Vec::new());

pub(crate) fn waited_with_limit(line: u32) {
    let mut limited = LIMITED.lock().unwrap_or_else(PoisonError::into_inner);
    limited.push((std::thread::current().id(), line));
}

/// Returns the lines in which the current thread has waited with a time limit, or slept, so far, where it runs freely.
pub fn limited_waits() -> Vec<u32> {
    let me = std::thread::current().id();
    let limited = LIMITED.lock().unwrap_or_else(PoisonError::into_inner);
    limited.iter().filter(|(thread, _)| *thread == me).map(|(_, line)| *line).collect()
}

/// Returns the lines in which a freely running thread has slept so far.
pub fn sleeps() -> Vec<u32> {
    lock(&STATE).slept.clone()
}

pub(crate) fn panicked(panic: Panic) {
    lock(&STATE).panic.get_or_insert(panic);
}

/// Returns the first panic of a freely running thread.
pub fn first_panic() -> Option<Panic> {
    lock(&STATE).panic.clone()
}
