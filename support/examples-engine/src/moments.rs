//! Every order of a small program, with where each thread stands before each step.

use crate::outcome::Outcome;
use crate::search::Search;
use crate::stand::Moment;
use crate::strategy::{Chooser, Every, Strategy};

/// How an order ended, and the moments on the way there.
#[derive(Debug)]
pub struct Played<R> {
    /// How it ended, with all events.
    pub outcome: Outcome<R>,
    /// The moments: before each step, and at the end.
    pub moments: Vec<Moment>,
}

impl Search {
    /// Runs `check` in every order of the steps that are told, as long as `goes_on` returns true. The main thread starts
    /// all threads before the first of them acts. The number of schedules of this search does not matter.
    pub fn every_order<R: Send + 'static>(
        &self,
        check: impl Fn() -> Result<(), R> + Send + Sync + 'static,
        mut goes_on: impl FnMut(Played<R>) -> bool,
    ) {
        let mut exploration = self.begin(check);
        let mut every = Box::<Every>::default();
        while every.begin() {
            let (outcome, chooser, is_weak) = exploration.one(Chooser::Every(every), true);
            let Chooser::Every(same) = chooser else { unreachable!("it returns who has chosen") };
            every = same;
            if is_weak && self.weak_memory && exploration.remembers() {
                every = Box::default(); // From now on there are more choices.
                continue;
            }
            if let Some(moments) = every.take()
                && !goes_on(Played { outcome, moments })
            {
                return;
            }
        }
    }
}
