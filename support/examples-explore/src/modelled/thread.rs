//! `std::thread`.

pub use ::std::thread::*;

use std::cell::RefCell;
use std::fmt;
use std::io;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::time::Duration;

use crate::monitor::Monitor;
use crate::schedule::{self, Me};
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
        let new = || Thread { real: ::std::thread::current(), token: Arc::default() };
        current.get_or_insert_with(new).clone()
    })
}

/// In a schedule, lets other threads run. A thread that runs freely sleeps, for a short time at most, and
/// that is written down.
#[track_caller]
pub fn sleep(time: Duration) {
    let line = host::line(Location::caller());
    if let Some(me) = schedule::me() {
        me.note(line, "sleeps".into());
        me.step_aside();
    } else {
        free::slept(line);
        ::std::thread::sleep(time.min(Duration::from_millis(5)));
    }
}

/// Lets another thread run.
pub fn yield_now() {
    match schedule::me() {
        Some(me) => me.step_aside(),
        None => ::std::thread::yield_now(),
    }
}

/// Waits for the current thread's token.
#[track_caller]
pub fn park() {
    let place = Location::caller();
    let take =
        |token: &mut bool| if std::mem::take(token) { Ok(()) } else { Err("is parked".into()) };
    current().token.wait(place, take);
}

/// Waits for the current thread's token, or until the time has passed.
#[track_caller]
pub fn park_timeout(limit: Duration) {
    let place = Location::caller();
    let take =
        |token: &mut bool| if std::mem::take(token) { Ok(()) } else { Err("is parked".into()) };
    current().token.wait_limited(place, Some(limit), take);
}

/// A handle to a thread.
#[derive(Clone)]
pub struct Thread {
    real: ::std::thread::Thread,
    token: Arc<Monitor<bool>>,
}

impl Thread {
    /// Returns its number.
    pub fn id(&self) -> ThreadId {
        self.real.id()
    }
    /// Returns its name.
    pub fn name(&self) -> Option<&str> {
        self.real.name()
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
        self.real.fmt(f)
    }
}

/// Makes a thread with a name or a stack of its own.
#[derive(Debug)]
pub struct Builder {
    real: ::std::thread::Builder,
    name: Option<String>,
}

impl Builder {
    /// Returns a builder without settings.
    #[allow(clippy::new_without_default)] // as in std
    pub fn new() -> Self {
        Self { real: ::std::thread::Builder::new(), name: None }
    }
    /// Sets the name.
    pub fn name(self, name: String) -> Self {
        Self { real: self.real.name(name.clone()), name: Some(name) }
    }
    /// Sets the size of the stack.
    pub fn stack_size(self, size: usize) -> Self {
        Self { real: self.real.stack_size(size), name: self.name }
    }
    /// Starts the thread.
    #[track_caller]
    pub fn spawn<F, T>(self, job: F) -> io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let start = Start::new(self.name.as_deref(), Location::caller());
        let link = start.link.clone();
        let real = self.real.spawn(move || start.run(job, || ()))?;
        let thread = link.thread(real.thread());
        Ok(JoinHandle { real, link, thread })
    }
    /// Starts the thread in a scope.
    #[track_caller]
    pub fn spawn_scoped<'scope, F, T>(
        self,
        scope: &'scope Scope<'scope, '_>,
        job: F,
    ) -> io::Result<ScopedJoinHandle<'scope, T>>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        let start = Start::new(self.name.as_deref(), Location::caller());
        let link = start.link.clone();
        scope.running.with(|running| *running += 1);
        let ends = || scope.running.with(|running| *running -= 1);
        let started = self.real.spawn_scoped(scope.real, move || start.run(job, ends));
        let real = started.inspect_err(|_| ends())?;
        let thread = link.thread(real.thread());
        Ok(ScopedJoinHandle { real, link, thread })
    }
}

/// A thread's end, for those who wait for it.
#[derive(Clone)]
struct Link {
    token: Arc<Monitor<bool>>,
    ended: Arc<Monitor<bool>>,
    label: Arc<str>,
}

impl Link {
    fn thread(&self, real: &::std::thread::Thread) -> Thread {
        Thread { real: real.clone(), token: Arc::clone(&self.token) }
    }

    fn join(&self, place: &Location) {
        let label = &self.label;
        let ended = |ended: &mut bool| {
            if *ended { Ok(()) } else { Err(format!("waits for the end of {label}")) }
        };
        self.ended.wait(place, ended);
        watch::note(place, || format!("joins {label}"));
    }

    fn is_finished(&self, place: &Location) -> bool {
        let ended = self.ended.step(|ended| *ended);
        watch::note_look(place, || format!("asks whether {} has ended", self.label));
        ended
    }
}

/// A thread that is about to start.
struct Start {
    me: Option<Me>,
    link: Link,
}

impl Start {
    fn new(name: Option<&str>, place: &Location) -> Self {
        let starter = schedule::me();
        let me = starter.as_ref().map(|starter| starter.add(name));
        let label = me.as_ref().map_or_else(|| name.unwrap_or("a thread").to_owned(), Me::name);
        watch::note(place, || format!("starts {label}"));
        Self {
            me,
            link: Link { token: Arc::default(), ended: Arc::default(), label: label.into() },
        }
    }

    fn run<T>(self, job: impl FnOnce() -> T, ends: impl FnOnce()) -> T {
        CURRENT.set(Some(self.link.thread(&::std::thread::current())));
        let run = || {
            let result = catch_unwind(AssertUnwindSafe(job));
            ends();
            self.link.ended.with(|ended| *ended = true);
            result.unwrap_or_else(|panic| resume_unwind(panic))
        };
        match self.me {
            Some(me) => me.run(run),
            None => run(),
        }
    }
}

macro_rules! handle {
    ($name:ident $(<$scope:lifetime>)?, $real:ident) => {
        /// The right to wait for the end of a thread.
        pub struct $name<$($scope,)? T> {
            real: $real<$($scope,)? T>,
            link: Link,
            thread: Thread,
        }

        impl<$($scope,)? T> $name<$($scope,)? T> {
            /// Waits for the end of the thread, and returns what it returned.
            #[track_caller]
            pub fn join(self) -> Result<T> {
                self.link.join(Location::caller());
                self.real.join()
            }
            /// Returns the thread.
            pub fn thread(&self) -> &Thread {
                &self.thread
            }
            /// Returns whether the thread has ended.
            #[track_caller]
            pub fn is_finished(&self) -> bool {
                self.link.is_finished(Location::caller())
            }
        }

        impl<$($scope,)? T> fmt::Debug for $name<$($scope,)? T> {
            fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    };
}

use ::std::thread::{JoinHandle as RealHandle, ScopedJoinHandle as RealScopedHandle};
handle!(JoinHandle, RealHandle);
handle!(ScopedJoinHandle<'scope>, RealScopedHandle);

/// A scope in which threads can borrow.
pub struct Scope<'scope, 'env: 'scope> {
    real: &'scope ::std::thread::Scope<'scope, 'env>,
    running: Arc<Monitor<usize>>,
}

impl<'scope> Scope<'scope, '_> {
    /// Starts a thread in this scope.
    #[track_caller]
    pub fn spawn<F, T>(&'scope self, job: F) -> ScopedJoinHandle<'scope, T>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        Builder::new().spawn_scoped(self, job).expect("failed to spawn thread")
    }
}

impl fmt::Debug for Scope<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.real.fmt(f)
    }
}

/// Runs `job`, and waits for the end of all threads that it has started in the scope.
#[track_caller]
pub fn scope<'env, F, T>(job: F) -> T
where
    F: for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T,
{
    let place = Location::caller();
    ::std::thread::scope(|real| {
        let running = Arc::new(Monitor::new(0));
        // Leaked, since it must live as long as the real scope: these few bytes are all.
        let scope = Box::leak(Box::new(Scope { real, running: Arc::clone(&running) }));
        let result = catch_unwind(AssertUnwindSafe(|| job(scope)));
        running.wait(place, |running| match *running {
            0 => Ok(()),
            1 => Err("waits for the end of the scope's last thread".into()),
            running => Err(format!("waits for the end of the scope's {running} threads")),
        });
        result.unwrap_or_else(|panic| resume_unwind(panic))
    })
}
