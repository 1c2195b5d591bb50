//! What a search has found.

use std::collections::HashMap;
use std::fmt;

use crate::coverage::Coverage;
use crate::outcome::{Failure, Kind, Outcome, Run};
use crate::search::Exploration;

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
    /// Its order was run again, and ended in another way.
    pub is_unsteady: bool,
    key: String,
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
    places: HashMap<String, usize>,
}

impl<R> Default for Report<R> {
    fn default() -> Self {
        Self {
            schedules: 0,
            coverage: Coverage::default(),
            ways: Vec::new(),
            is_spoiled: false,
            places: HashMap::new(),
        }
    }
}

impl<R> Report<R> {
    /// Returns the first way to fail that was found.
    pub fn first_failure(&self) -> Option<&Way<R>> {
        self.ways.iter().find(|way| way.kind.is_some())
    }

    /// Adds how a schedule has ended. Two end in the same way if their keys are the same.
    pub fn add(&mut self, outcome: Outcome<R>, key: String) {
        self.schedules += 1;
        let (kind, run) = match outcome {
            Outcome::Passed(run) => (None, run),
            Outcome::Failed(Failure { kind, run }) => (Some(kind), run),
            Outcome::Spoiled => {
                self.is_spoiled = true;
                return;
            }
        };
        if let Some(place) = self.places.get(&key) {
            let way = &mut self.ways[*place];
            way.times += 1;
            if run.length() < way.run.length() {
                (way.kind, way.run) = (kind, run);
            }
        } else {
            self.places.insert(key.clone(), self.ways.len());
            let first = self.schedules;
            self.ways.push(Way { kind, times: 1, first, run, is_unsteady: false, key });
        }
    }

    /// Makes the orders of the first ways as short as possible, and records their events. No schedule can be added
    /// afterwards.
    pub fn shorten(
        &mut self,
        most: usize,
        exploration: &mut Exploration<R>,
        key: impl Fn(&Outcome<R>) -> String,
    ) where
        R: Send + 'static,
    {
        for way in self.ways.iter_mut().take(most) {
            let is_same = |outcome: &Outcome<R>| key(outcome) == way.key;
            match exploration.shortest(&way.run.order.clone(), is_same) {
                Some(Outcome::Passed(run)) => (way.kind, way.run) = (None, run),
                Some(Outcome::Failed(Failure { kind, run })) => {
                    (way.kind, way.run) = (Some(kind), run);
                }
                // What is known of it stays.
                Some(Outcome::Spoiled) | None => way.is_unsteady = true,
            }
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
