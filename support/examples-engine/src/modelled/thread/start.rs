//! How threads start and end.

use std::fmt;
use std::io;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Result;

use super::{CURRENT, Scope, ScopedJoinHandle, Thread, new_token};
use crate::event::Note;
use crate::modelled::panic::go_on_unwinding;
use crate::monitor::Monitor;
use crate::schedule::{self, Me};
use crate::{free, local, watch};

type Place = &'static Location<'static>;

/// Makes a thread with a name or a stack of its own.
#[derive(Debug)]
pub struct Builder {
    real: ::std::thread::Builder,
    name: Option<String>,
    has_stack_size: bool,
}

impl Builder {
    /// Returns a builder without settings.
    #[allow(clippy::new_without_default)] // as in std
    pub fn new() -> Self {
        Self { real: ::std::thread::Builder::new(), name: None, has_stack_size: false }
    }
    /// Sets the name.
    pub fn name(self, name: String) -> Self {
        Self { real: self.real.name(name.clone()), name: Some(name), ..self }
    }
    /// Sets the size of the stack.
    pub fn stack_size(self, size: usize) -> Self {
        Self { real: self.real.stack_size(size), has_stack_size: true, ..self }
    }
    /// Starts the thread.
    #[track_caller]
    pub fn spawn<F, T>(self, job: F) -> io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let link = Link::new(self.name.as_deref(), Location::caller(), false);
        let (body, result) = body(link.clone(), job, |_| ());
        let real = match link.me.clone() {
            Some(me) if !self.has_stack_size => me.start(body),
            me => {
                let started = self.real.spawn(move || run(me, body));
                link.started(started.map(|handle| handle.thread().clone()))?
            }
        };
        if link.me.is_none() {
            free::step(); // The thread may come to its end before this one goes on.
        }
        Ok(JoinHandle { result, thread: link.thread(&real), link })
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
        let link = Link::new(self.name.as_deref(), Location::caller(), true);
        let running = Arc::clone(&scope.running);
        running.with(|running| running.begins());
        let ends = move |has_panicked| running.with(|running| running.ends(has_panicked));
        let (body, result) = body(link.clone(), job, ends);
        let me = link.me.clone();
        // Only a real scope lets a thread borrow.
        let started = self.real.spawn_scoped(scope.real, move || run(me, body));
        let real = link.started(started.map(|handle| handle.thread().clone()));
        let real = real.inspect_err(|_| scope.running.with(|running| running.ends(false)))?;
        let running = Arc::clone(&scope.running);
        Ok(ScopedJoinHandle::new(result, link.thread(&real), link, running))
    }
}

/// What a thread does. Boxed, so that what starts a thread is compiled once, and not for each thread of a program.
type Body<'a> = Box<dyn FnOnce() + Send + 'a>;

fn run(me: Option<Me>, body: Body) {
    match me {
        Some(me) => me.run(body),
        None => {
            free::begin();
            body();
        }
    }
}

/// Where a thread leaves its result.
pub(super) type Slot<T> = Arc<Mutex<Option<Result<T>>>>;

/// Returns what a thread does, and where its result will be. `ends` is told whether it has panicked.
fn body<'a, T: Send + 'a>(
    link: Link,
    job: impl FnOnce() -> T + Send + 'a,
    ends: impl FnOnce(bool) + Send + 'a,
) -> (Body<'a>, Slot<T>) {
    let result = Slot::default();
    let slot = Arc::clone(&result);
    let body = move || {
        CURRENT.set(Some(link.thread(&::std::thread::current())));
        let result = catch_unwind(AssertUnwindSafe(job));
        let has_panicked = result.is_err();
        *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
        if link.me.is_some() {
            local::end_thread();
        }
        // Until here others find that it has not ended.
        link.ended.step(|ended| *ended = true);
        ends(has_panicked);
    };
    (Box::new(body), result)
}

/// A thread's end, for those who wait for it.
#[derive(Clone)]
pub(super) struct Link {
    /// Its place, in a schedule.
    me: Option<Me>,
    token: Arc<Monitor<bool>>,
    ended: Arc<Monitor<bool>>,
    name: Option<Arc<str>>,
    label: Arc<str>,
}

impl Link {
    fn new(name: Option<&str>, place: Place, is_scoped: bool) -> Self {
        let me = schedule::me().map(|starter| starter.add(name, place, is_scoped));
        let label = me
            .as_ref()
            .map_or_else(|| name.unwrap_or("a thread").to_owned(), |me| me.label(me.id()));
        watch::note(place, || format!("starts {label}"));
        let ended = Arc::new(Monitor::of("thread", false));
        Self { me, token: new_token(), ended, name: name.map(Arc::from), label: label.into() }
    }

    /// Says which real thread it is, if that could be started.
    fn started(
        &self,
        real: io::Result<::std::thread::Thread>,
    ) -> io::Result<::std::thread::Thread> {
        if let Some(me) = &self.me {
            match &real {
                Ok(real) => me.set_real(real.clone()),
                Err(_) => me.never_starts(),
            }
        }
        real
    }

    fn thread(&self, real: &::std::thread::Thread) -> Thread {
        Thread {
            real: real.clone(),
            name: self.name.clone(),
            id: self.me.as_ref().map(|me| (me.number(), me.id())),
            token: Arc::clone(&self.token),
        }
    }

    /// Waits for the end, and returns the result.
    pub(super) fn join<T>(&self, place: Place, result: &Mutex<Option<Result<T>>>) -> Result<T> {
        let label = &self.label;
        let ended = |ended: &mut bool| {
            let waits = || Note {
                waits_for: self.me.iter().map(Me::id).collect(),
                ..format!("waits for the end of {label}").into()
            };
            if *ended { Ok(()) } else { Err(waits()) }
        };
        self.ended.wait_until(place, None, ended);
        watch::note(place, || Note::from(format!("joins {label}")).to(self.ended.object()));
        let result = result.lock().unwrap_or_else(PoisonError::into_inner).take();
        go_on_unwinding(result.expect("a thread that has ended has left a result"))
    }

    pub(super) fn is_finished(&self, place: Place) -> bool {
        let ended = self.ended.ask(|ended| *ended);
        watch::note_look(place, ended.into(), || {
            let what = format!("asks whether {} has ended", self.label);
            Note::from(what).to(self.ended.object()).read(ended)
        });
        ended
    }
}

/// The right to wait for the end of a thread.
pub struct JoinHandle<T> {
    result: Slot<T>,
    thread: Thread,
    link: Link,
}

impl<T> JoinHandle<T> {
    /// Waits for the end of the thread, and returns what it returned.
    #[track_caller]
    pub fn join(self) -> Result<T> {
        self.link.join(Location::caller(), &self.result)
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

impl<T> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_struct("JoinHandle").finish_non_exhaustive()
    }
}
