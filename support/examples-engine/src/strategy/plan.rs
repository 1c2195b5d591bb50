//! Which strategy is used when.

use super::Strategy;
use super::bounded::{Bounded, Cost};
use super::random::{Pct, Random};
use crate::choice::Point;
use crate::coverage::Coverage;

/// All orders with this many delays at most are run first: many bugs need no more, and what they show is short.
const FIRST_BOUND: usize = 1;

/// First a search with few delays. Then the searches that are bounded by delays and by preemptions, random choices, and
/// PCT, in turns: each finds soon what takes another one long. It ends when all orders were run, or the budget is used.
pub(crate) struct Plan {
    budget: u64,
    /// How many schedules have begun.
    begun: u64,
    delays: Bounded,
    preemptions: Bounded,
    random: Random,
    pct: Pct,
    now: Now,
}

#[derive(Clone, Copy, PartialEq)]
enum Now {
    Delays,
    Preemptions,
    Random,
    Pct,
}

impl Plan {
    pub fn new(budget: u64, seed: u64) -> Self {
        Self {
            budget,
            begun: 0,
            delays: Bounded::new(Cost::Delays),
            preemptions: Bounded::new(Cost::Preemptions),
            random: Random::new(seed),
            pct: Pct::new(seed),
            now: Now::Delays,
        }
    }

    /// Returns which orders were run, all of them.
    pub fn coverage(&self) -> Coverage {
        let strayed = self.delays.strayed + self.preemptions.strayed;
        Coverage {
            all: strayed == 0 && (self.delays.is_done || self.preemptions.is_done),
            delays: self.delays.completed.filter(|_| strayed == 0),
            preemptions: self.preemptions.completed.filter(|_| strayed == 0),
            strayed,
        }
    }

    fn strategy(&mut self) -> &mut dyn Strategy {
        match self.now {
            Now::Delays => &mut self.delays,
            Now::Preemptions => &mut self.preemptions,
            Now::Random => &mut self.random,
            Now::Pct => &mut self.pct,
        }
    }
}

impl Strategy for Plan {
    fn begin(&mut self) -> bool {
        if self.begun >= self.budget {
            return false;
        }
        let is_first = self.delays.completed.is_none_or(|bound| bound < FIRST_BOUND);
        self.now = match self.now {
            Now::Delays if is_first && self.begun * 4 < self.budget => Now::Delays,
            Now::Delays => Now::Random,
            Now::Random => Now::Preemptions,
            Now::Preemptions => Now::Pct,
            Now::Pct => Now::Delays,
        };
        self.begun += 1;
        self.strategy().begin()
    }

    fn choose(&mut self, point: Point) -> usize {
        self.strategy().choose(point)
    }

    fn end(&mut self, steps: usize) {
        self.pct.end(steps);
    }
}
