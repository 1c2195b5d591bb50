//! What is told of a schedule.

use std::fmt;
use std::panic::Location;

use crate::host;

/// What a thread did or waits for, and in which line of the program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Event {
    /// What the thread is called: `main`, or `thread 1`.
    pub thread: String,
    /// The number of the thread in its schedule. The main thread has 0.
    pub id: usize,
    /// The line in the program's file, or 0 if it was not in that file.
    pub line: u32,
    /// Where it was called, which may be in a library.
    pub place: Option<&'static Location<'static>>,
    /// What it did, such as `locks`, or what it waits for, such as `waits for a message; 1 sender is left`.
    pub what: String,
    /// To what it was done.
    pub object: Option<Object>,
    /// The value that was read, if it can be shown.
    pub read: Option<String>,
    /// The value that was written, if it can be shown.
    pub written: Option<String>,
    /// The value that was there before, if it can be shown.
    pub was: Option<String>,
    /// The numbers of the threads for which it waits, as far as they are known.
    pub waits_for: Vec<usize>,
}

/// What threads share, such as the second mutex that a schedule uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Object {
    /// What it is, such as `mutex`.
    pub kind: &'static str,
    /// Its number in the schedule, in the order of first use.
    pub number: u64,
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.number)
    }
}

/// What a model says of an event.
#[derive(Default)]
pub(crate) struct Note {
    pub what: String,
    pub object: Option<Object>,
    // Boxed, since a `Note` is often an error.
    pub read: Option<Box<str>>,
    pub written: Option<Box<str>>,
    pub was: Option<Box<str>>,
    pub waits_for: Vec<usize>,
}

impl From<String> for Note {
    fn from(what: String) -> Self {
        Self { what, ..Self::default() }
    }
}

impl From<&str> for Note {
    fn from(what: &str) -> Self {
        String::from(what).into()
    }
}

impl Note {
    /// Adds to what it was done.
    pub fn to(mut self, object: Option<Object>) -> Self {
        self.object = object;
        self
    }

    /// Adds the value that was read.
    pub fn read(mut self, value: impl fmt::Debug) -> Self {
        self.read = Some(format!("{value:?}").into());
        self
    }

    /// Adds the texts of the values that were there before and after, if they can be shown.
    pub fn values(mut self, was: Option<String>, written: Option<String>) -> Self {
        self.was = was.map(String::into_boxed_str);
        self.written = written.map(String::into_boxed_str);
        self
    }

    /// Returns the event of a thread.
    pub fn event(
        self,
        thread: String,
        id: usize,
        place: Option<&'static Location<'static>>,
    ) -> Event {
        let Self { what, object, waits_for, .. } = self;
        let [read, written, was] =
            [self.read, self.written, self.was].map(|value| value.map(String::from));
        let line = place.map_or(0, host::line);
        Event { thread, id, line, place, what, object, read, written, was, waits_for }
    }
}

/// A thread of a schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreadInfo {
    /// What it is called: `main`, its name, or `thread 1`.
    pub label: String,
    /// The name that the program gave it.
    pub name: Option<String>,
    /// The number of the thread that has started it.
    pub started_by: Option<usize>,
    /// Where it was started.
    pub place: Option<&'static Location<'static>>,
    /// Whether it belongs to a scope.
    pub is_scoped: bool,
    /// Whether it has ended.
    pub has_ended: bool,
}

/// Where a program panicked, and what it said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panic {
    /// The line in the program's file, or 0 if it was not in that file.
    pub line: u32,
    /// The message.
    pub words: String,
}

/// Returns `1 job` or `2 jobs`.
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Returns one line for each event.
pub fn told(events: &[Event]) -> Vec<String> {
    let width = events.iter().map(|event| event.thread.len()).max().unwrap_or(0);
    let line = |line: u32| if line == 0 { String::new() } else { format!("line {line}") };
    let told = |same: &[Event]| {
        let Event { thread, line: number, what, .. } = &same[0];
        let times =
            if same.len() == 1 { String::new() } else { format!(" ({} times)", same.len()) };
        format!("{thread:<width$}  {:<8}  {what}{times}", line(*number))
    };
    let is_same =
        |a: &Event, b: &Event| (&a.thread, a.line, &a.what) == (&b.thread, b.line, &b.what);
    events.chunk_by(is_same).map(told).collect()
}
