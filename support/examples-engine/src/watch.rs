//! What the models write down: what was done in which line, and which locks a thread holds.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, Location, PanicHookInfo};
use std::sync::Once;

use crate::event::{Note, Panic};
use crate::local::HELD;
use crate::unsupported::Unsupported;
use crate::{free, host, schedule};

type Place = &'static Location<'static>;

/// Lets the schedule choose which thread runs next, before an operation that others can see.
pub(crate) fn step() {
    match schedule::me() {
        Some(me) => me.step(),
        None => free::step(),
    }
}

/// The same where every order is run, so that what rarely happens may happen later. Elsewhere the thread's next step is
/// enough. Returns true.
pub(crate) fn step_in_every_order() -> bool {
    if let Some(me) = schedule::me()
        && me.is_in_every_order()
    {
        me.step();
    }
    true
}

/// Says that something is used of which the models don't know who else uses it.
pub(crate) fn cannot_see() {
    if let Some(me) = schedule::me() {
        me.cannot_see();
    }
}

/// Writes down what the current thread has done, if that is recorded.
pub(crate) fn note<N: Into<Note>>(place: Place, what: impl FnOnce() -> N) {
    if let Some(me) = schedule::me()
        && me.records()
    {
        me.note(Some(place), what().into());
    }
}

/// Writes down what the current thread has done where no call can be named, such as that it has unlocked.
pub(crate) fn note_end<N: Into<Note>>(what: impl FnOnce() -> N) {
    if let Some(me) = schedule::me()
        && me.records()
    {
        me.note(None, what().into());
    }
}

thread_local! {
    /// Where the current thread calls `drop`.
    static DROPS: Cell<Option<Place>> = const { Cell::new(None) };
}

/// The current thread is about to drop something here.
pub(crate) fn drops(place: Place) {
    DROPS.set(Some(place));
}

/// Writes down what the current thread has dropped, where every order is told.
pub(crate) fn note_drop(what: impl FnOnce() -> Note) {
    let place = DROPS.try_with(Cell::take).ok().flatten();
    if let Some(me) = schedule::me()
        && me.is_in_every_order()
    {
        me.note(place, what());
    }
}

/// Writes down what the current thread has looked at, if it runs in a schedule. One that looks at the same again and
/// again, and has `seen` the same, polls.
pub(crate) fn note_look<N: Into<Note>>(place: Place, seen: u64, what: impl Fn() -> N) {
    if let Some(me) = schedule::me() {
        me.note_look(place, seen, &mut || what().into());
    }
}

/// Returns whether the schedule of the current thread has ended, and the thread unwinds.
pub(crate) fn is_abandoned() -> bool {
    schedule::me().is_some_and(|me| me.is_abandoned())
}

/// A lock that is held by a thread.
pub(crate) struct Held(u32);

impl Held {
    pub(crate) fn new(place: Place) -> Self {
        let line = host::line(place);
        let _ = HELD.try_with(|held| held.borrow_mut().push(line));
        free::locked();
        Self(line)
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

/// Does something in the end, also when the thread unwinds.
pub(crate) struct OnDrop<F: FnMut()>(pub F);

impl<F: FnMut()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

/// Ends the schedule, or asks the host to end the process: a thread does what the engine can't follow.
pub(crate) fn cannot_follow(this: Unsupported) -> ! {
    match schedule::me() {
        Some(me) => me.cannot_follow(this),
        None => host::cannot_follow(&this),
    }
}

/// The same for something that has no model.
pub(crate) fn no_model(place: Place, what: &str) -> ! {
    cannot_follow(Unsupported::NoModel { what: what.into(), line: host::line(place) })
}

fn panic_of(info: &PanicHookInfo) -> Panic {
    let line = info.location().map_or(0, host::line);
    Panic { line, words: words(info.payload()) }
}

fn words(panic: &dyn Any) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| text.to_string());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "it does not say why".into())
}

static KEPT: Once = Once::new();

/// From now on a panic in a schedule is not printed but written down: it may be what is wanted, a thousand times.
pub(crate) fn keep_panics_of_schedules() {
    KEPT.call_once(|| {
        let before = panic::take_hook();
        keep(before);
    });
}

/// From now on a panic outside of schedules is not printed but written down, too: [`free::first_panic`] returns it.
pub fn keep_panics() {
    KEPT.call_once(|| ()); // This one replaces it.
    keep(Box::new(|info| free::panicked(panic_of(info))));
}

fn keep(elsewhere: Box<dyn Fn(&PanicHookInfo) + Send + Sync>) {
    panic::set_hook(Box::new(move |info| match schedule::me() {
        Some(me) => me.note_panic(panic_of(info)),
        None => elsewhere(info),
    }));
}
