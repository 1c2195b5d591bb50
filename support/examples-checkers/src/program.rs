//! The programs, and what their first lines say.

use std::collections::BTreeSet;

/// A program that is checked.
pub struct Program {
    /// The name of its file.
    pub name: &'static str,
    /// What it is there for.
    pub group: Group,
    /// Its source.
    pub text: &'static str,
    /// Its `main` as compiled for our engine, shuttle and loom; `None` where that is not possible.
    pub(crate) mains: [Option<fn()>; 3],
}

/// What a program is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// It has a bug.
    Wrong,
    /// It has none.
    Right,
    /// It measures how many schedules a checker runs in a second.
    Speed,
}

impl Group {
    /// Returns the name of its folder.
    pub fn folder(self) -> &'static str {
        match self {
            Group::Wrong => "wrong",
            Group::Right => "right",
            Group::Speed => "speed",
        }
    }
}

impl Program {
    /// Returns how it fails: `assertion` or `deadlock`.
    pub fn fails(&self) -> Option<&'static str> {
        self.line("Fails: ")
    }

    /// Returns where it comes from.
    pub fn source(&self) -> Option<&'static str> {
        self.line("From: ")
    }

    /// Returns what a checker needs to find the bug, beyond trying orders of events.
    pub fn needs(&self) -> Option<&'static str> {
        self.line("Needs: ")
    }

    /// Returns whether no checker here can find its bug.
    pub fn is_out_of_reach(&self) -> bool {
        self.needs().is_some_and(|needs| needs.contains("no checker here"))
    }

    /// Returns why the program can't be compiled for this checker.
    pub fn not_under(&self, crate_name: &str) -> Option<&'static str> {
        self.line(&format!("Not under {crate_name}: "))
    }

    /// Returns whether a message fits the way in which the program fails.
    pub fn is_expected(&self, says: &str) -> bool {
        let is_deadlock = says.starts_with("deadlock");
        self.fails() == Some(if is_deadlock { "deadlock" } else { "assertion" })
    }

    /// Returns in which ways it ends in our engine, and whether that are all. If `only_unlike`, nothing runs but the
    /// search that leaves out orders that are alike.
    pub fn endings(&self, only_unlike: bool, schedules: u64) -> (BTreeSet<String>, bool) {
        let main = self.mains[0].expect("ours can run every program");
        crate::ours::endings(main, only_unlike, schedules)
    }

    fn line(&self, begins: &str) -> Option<&'static str> {
        let mut head = self.text.lines().map_while(|line| line.strip_prefix("//!"));
        head.find_map(|line| line.trim_start().strip_prefix(begins))
    }
}

// The compiler sees each program with the real names as well, in the tests, and says there what it has to say.
#[allow(warnings, clippy::all)]
mod generated {
    use super::{Group, Program};

    include!(concat!(env!("OUT_DIR"), "/programs.rs"));
}
/// All programs, by group and name.
pub use generated::ALL;
