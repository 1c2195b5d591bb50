//! What a search has found.

use std::fmt;

use crate::coverage::Coverage;
use crate::outcome::{Failure, Kind, Outcome, Run};

/// One of the ways in which a program ends: what it has printed, and how it failed, if it did.
#[derive(Debug)]
pub struct Way<R> {
    /// How it failed.
    pub kind: Option<Kind<R>>,
    /// In how many schedules.
    pub times: u64,
    /// The first of them. The first schedule of a search is number 1.
    pub first: u64,
    /// The shortest order that ends so, with its events.
    pub run: Run,
    pub(crate) key: String,
}

/// What a search has found.
#[derive(Debug)]
pub struct Report<R> {
    /// How many schedules were run.
    pub schedules: u64,
    /// Which orders were run, all of them.
    pub coverage: Coverage,
    /// The different ways in which the program ends, in the order in which they were found.
    pub ways: Vec<Way<R>>,
    /// A schedule has left something behind that all others would meet with, so the search has ended early.
    pub is_spoiled: bool,
}

impl<R> Default for Report<R> {
    fn default() -> Self {
        let coverage = Coverage::default();
        Self { schedules: 0, coverage, ways: Vec::new(), is_spoiled: false }
    }
}

impl<R: fmt::Display> Report<R> {
    /// Returns the first way to fail that was found.
    pub fn first_failure(&self) -> Option<&Way<R>> {
        self.ways.iter().find(|way| way.kind.is_some())
    }

    /// Adds how a schedule has ended.
    pub(crate) fn add(&mut self, outcome: Outcome<R>) {
        self.schedules += 1;
        let key = key(&outcome);
        let (kind, run) = match outcome {
            Outcome::Passed(run) => (None, run),
            Outcome::Failed(Failure { kind, run }) => (Some(kind), run),
            Outcome::Spoiled => {
                self.is_spoiled = true;
                return;
            }
        };
        match self.ways.iter_mut().find(|way| way.key == key) {
            Some(way) => {
                way.times += 1;
                if run.length() < way.run.length() {
                    (way.kind, way.run) = (kind, run);
                }
            }
            None => self.ways.push(Way { kind, times: 1, first: self.schedules, run, key }),
        }
    }
}

/// Two schedules end in the same way if this is the same.
pub(crate) fn key<R: fmt::Display>(outcome: &Outcome<R>) -> String {
    match outcome {
        Outcome::Passed(run) => format!("\n{}", run.output),
        Outcome::Failed(Failure { kind, run }) => format!("{kind}\n{}", run.output),
        Outcome::Spoiled => String::new(),
    }
}
