//! What is told of a schedule.

use std::fmt;

/// What a thread did, and in which line of the program.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Event {
    /// What the thread is called: `main`, or `thread 1`.
    pub thread: String,
    /// The line in the program's file, or 0 if it was not in that file.
    pub line: u32,
    /// What it did, such as `locks`.
    pub what: String,
}

/// Where a program panicked, and what it said.
#[derive(Clone, Debug)]
pub struct Panic {
    /// The line in the program's file, or 0 if it was not in that file.
    pub line: u32,
    /// The message.
    pub words: String,
}

/// What a program does that the engine can't follow.
#[derive(Clone, Debug)]
pub enum Unsupported {
    /// It ends the process.
    Exit {
        /// The line in the program's file, or 0 if it was not in that file.
        line: u32,
    },
    /// It uses something that has no model.
    NoModel {
        /// What it is, such as `` `select!` ``.
        what: String,
        /// The line in the program's file, or 0 if it was not in that file.
        line: u32,
    },
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Exit { line } => write!(f, "line {line} ends the process"),
            Self::NoModel { what, line } => write!(f, "there is no model of {what} in line {line}"),
        }
    }
}

/// Returns one line for each event.
pub fn told(events: &[Event]) -> Vec<String> {
    let width = events.iter().map(|event| event.thread.len()).max().unwrap_or(0);
    let line = |line: u32| if line == 0 { String::new() } else { format!("line {line}") };
    let told = |same: &[Event]| {
        let Event { thread, line: number, what } = &same[0];
        let times =
            if same.len() == 1 { String::new() } else { format!(" ({} times)", same.len()) };
        format!("{thread:<width$}  {:<8}  {what}{times}", line(*number))
    };
    events.chunk_by(|a, b| a == b).map(told).collect()
}
