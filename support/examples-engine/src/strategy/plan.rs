//! Which strategy is used when.

use super::Strategy;
use super::bounded::{Bounded, Cost};
use super::random::{Pct, Random};
use super::unlike::Unlike;
use crate::choice::Point;
use crate::coverage::Coverage;

/// All orders with this many delays at most are run first: many bugs need no more, and what they show is short.
const FIRST_BOUND: usize = 1;

/// The search in orders that are not alike has at most this part of the budget.
const PART_OF_UNLIKE: u64 = 4;

/// First a search with few delays. Then the searches that are bounded by delays and by preemptions, random choices, and
/// PCT, in turns: each finds soon what takes another one long. If it may, every second one is of the search that leaves
/// out orders that are alike. It ends when all orders were run, or the budget is used.
pub(crate) struct Plan {
    budget: u64,
    /// How many schedules have begun.
    begun: u64,
    delays: Bounded,
    preemptions: Bounded,
    random: Random,
    pct: Pct,
    unlike: Option<Unlike>,
    /// No other search has a turn.
    pub only_unlike: bool,
    now: Now,
    /// Which of the others comes next.
    next: Now,
}

#[derive(Clone, Copy, PartialEq)]
enum Now {
    Delays,
    Preemptions,
    Random,
    Pct,
    Unlike,
}

impl Plan {
    pub fn new(budget: u64, seed: u64, skips_alike: bool) -> Self {
        Self {
            budget,
            begun: 0,
            delays: Bounded::new(Cost::Delays),
            preemptions: Bounded::new(Cost::Preemptions),
            random: Random::new(seed),
            pct: Pct::new(seed),
            unlike: skips_alike.then(Unlike::default),
            only_unlike: false,
            now: Now::Delays,
            next: Now::Delays,
        }
    }

    /// Returns which orders were run, all of them.
    pub fn coverage(&self) -> Coverage {
        let strayed = self.delays.strayed + self.preemptions.strayed;
        Coverage {
            all: strayed == 0
                && (self.delays.is_done
                    || self.preemptions.is_done
                    || self.unlike.as_ref().is_some_and(|unlike| unlike.is_done)),
            delays: self.delays.completed.filter(|_| strayed == 0),
            preemptions: self.preemptions.completed.filter(|_| strayed == 0),
            strayed,
        }
    }

    /// Returns the search that leaves out orders that are alike, if it is its turn.
    pub fn unlike(&mut self) -> Option<&mut Unlike> {
        self.unlike.as_mut().filter(|_| self.now == Now::Unlike)
    }

    fn strategy(&mut self) -> &mut dyn Strategy {
        match self.now {
            Now::Unlike => self.unlike.as_mut().expect("it is only chosen if it is there"),
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
        self.begun += 1;
        let is_first = self.delays.completed.is_none_or(|bound| bound < FIRST_BOUND);
        if is_first && !self.only_unlike && self.begun * 4 <= self.budget + 3 {
            self.now = Now::Delays;
            return self.delays.begin();
        }
        if let Some(unlike) = &mut self.unlike
            && (self.now != Now::Unlike || self.only_unlike)
            && (unlike.begun * PART_OF_UNLIKE < self.budget || self.only_unlike)
        {
            self.now = Now::Unlike;
            if unlike.begin() || unlike.is_done || self.only_unlike {
                return !unlike.is_done && !unlike.is_given_up;
            }
            self.unlike = None; // It was given up.
        }
        self.next = match self.next {
            Now::Delays | Now::Unlike => Now::Random,
            Now::Random => Now::Preemptions,
            Now::Preemptions => Now::Pct,
            Now::Pct => Now::Delays,
        };
        self.now = self.next;
        self.strategy().begin()
    }

    fn choose(&mut self, point: Point) -> usize {
        self.strategy().choose(point)
    }

    fn end(&mut self, steps: usize) {
        self.pct.end(steps);
        if let Some(unlike) = self.unlike() {
            unlike.end(steps);
        }
    }
}
