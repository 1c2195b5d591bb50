//! What the engine can't follow.

use std::fmt;

/// What a program does that the engine can't follow.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// It has more threads at a time than the search allows.
    Threads {
        /// How many are allowed.
        most: usize,
        /// The line in the program's file, or 0 if it was not in that file.
        line: u32,
    },
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Exit { line } => write!(f, "line {line} ends the process"),
            Self::NoModel { what, line } => write!(f, "there is no model of {what} in line {line}"),
            Self::Threads { most, line } => {
                write!(f, "line {line} starts a thread when {most} have not ended")
            }
        }
    }
}
