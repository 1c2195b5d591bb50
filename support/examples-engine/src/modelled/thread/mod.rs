//! `std::thread`.

pub use ::std::thread::*;

mod scope;
mod start;

pub use scope::{Scope, ScopedJoinHandle, scope};
pub use start::{Builder, JoinHandle};

pub use super::local::{AccessError, LocalKey};

use std::cell::RefCell;
use std::fmt;
use std::io;
use std::num::NonZeroUsize;
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

use crate::monitor::Monitor;
use crate::schedule;
use crate::{free, host, watch};

thread_local! {
    static CURRENT: RefCell<Option<Thread>> = const { RefCell::new(None) };
}

/// Starts a thread.
#[track_caller]
pub fn spawn<F, T>(job: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    Builder::new().spawn(job).expect("failed to spawn thread")
}

/// Returns the current thread.
pub fn current() -> Thread {
    CURRENT.with_borrow_mut(|current| {
        let id = schedule::me().map(|me| (me.number(), me.id()));
        if current.as_ref().is_none_or(|current| current.id != id) {
            // A thread that the model has not started. In a schedule that is the main thread.
            let name = id.map(|_| Arc::from("main"));
            *current =
                Some(Thread { real: ::std::thread::current(), name, id, token: new_token() });
        }
        current.clone().expect("it has just been set")
    })
}

fn new_token() -> Arc<Monitor<bool>> {
    Arc::new(Monitor::of("token", false))
}

/// Sleeps. In a schedule others run meanwhile, for a short time or a long one. A thread that runs freely sleeps for a
/// short time at most, and that is written down.
#[track_caller]
pub fn sleep(time: Duration) {
    let place = Location::caller();
    if let Some(me) = schedule::me() {
        watch::note(place, || format!("sleeps for {time:?}"));
        me.sleep(place, time);
    } else {
        free::slept(host::line(place));
        ::std::thread::sleep(time.min(Duration::from_millis(5)));
    }
}

/// As [`sleep`], which has taken its place.
#[track_caller]
pub fn sleep_ms(time: u32) {
    sleep(Duration::from_millis(time.into()));
}

/// Lets another thread run.
pub fn yield_now() {
    match schedule::me() {
        Some(me) => me.step_aside(),
        None => ::std::thread::yield_now(),
    }
}

/// Returns how many threads can run at a time: 2 in a schedule, on any machine.
pub fn available_parallelism() -> io::Result<NonZeroUsize> {
    match schedule::me() {
        Some(_) => Ok(const { NonZeroUsize::new(2).expect("it is not zero") }),
        None => ::std::thread::available_parallelism(),
    }
}

/// Waits for the current thread's token. Like the real one, it may return without one.
#[track_caller]
pub fn park() {
    park_limited(Location::caller(), None);
}

/// Waits for the current thread's token, or until the time has passed.
#[track_caller]
pub fn park_timeout(limit: Duration) {
    park_limited(Location::caller(), Some(limit));
}

/// As [`park_timeout`], which has taken its place.
#[track_caller]
pub fn park_timeout_ms(limit: u32) {
    park_timeout(Duration::from_millis(limit.into()));
}

fn park_limited(place: &'static Location<'static>, limit: Option<Duration>) {
    if schedule::me().is_some_and(|me| me.happens_without_reason()) {
        watch::note(place, || "wakes without a token, as a parked thread may");
        return;
    }
    let take = |token: &mut bool| {
        if std::mem::take(token) { Ok(()) } else { Err("is parked".into()) }
    };
    current().token.wait_limited(place, limit, take);
}

/// The number of a thread.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ThreadId(Option<usize>, ::std::thread::ThreadId);

impl fmt::Debug for ThreadId {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.0 {
            Some(id) => write!(f, "ThreadId({})", id + 1),
            None => self.1.fmt(f),
        }
    }
}

/// A handle to a thread.
#[derive(Clone)]
pub struct Thread {
    real: ::std::thread::Thread,
    /// In a schedule.
    name: Option<Arc<str>>,
    /// The numbers of the schedule and of the thread in it.
    id: Option<(u64, usize)>,
    token: Arc<Monitor<bool>>,
}

impl Thread {
    /// Returns its number.
    pub fn id(&self) -> ThreadId {
        ThreadId(self.id.map(|(_, id)| id), self.real.id())
    }
    /// Returns its name.
    pub fn name(&self) -> Option<&str> {
        match self.id {
            Some(_) => self.name.as_deref(),
            None => self.real.name(),
        }
    }
    /// Hands the thread its token.
    #[track_caller]
    pub fn unpark(&self) {
        watch::note(Location::caller(), || {
            format!("unparks {}", self.name().unwrap_or("a thread"))
        });
        self.token.step(|token| *token = true);
    }
}

impl fmt::Debug for Thread {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (id, name) = (self.id(), self.name());
        f.debug_struct("Thread").field("id", &id).field("name", &name).finish_non_exhaustive()
    }
}
