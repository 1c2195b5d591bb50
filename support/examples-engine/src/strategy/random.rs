//! Random choices, for what a bounded search does not reach.

use super::{Numbers, Strategy};
use crate::choice::{Choice, Point};

/// Chooses at random. How likely the running thread goes on, and whether rare things happen, differs from schedule
/// to schedule.
pub(crate) struct Random {
    seed: u64,
    numbers: Numbers,
    /// The running thread goes on with this probability, in parts of 8.
    stays: usize,
    has_rare: bool,
}

impl Random {
    pub fn new(seed: u64) -> Self {
        Self { seed, numbers: Numbers::new(seed), stays: 0, has_rare: false }
    }
}

impl Strategy for Random {
    fn begin(&mut self) -> bool {
        self.numbers = Numbers::new(self.seed);
        self.stays = [4, 8, 7, 6, 0][self.seed as usize % 5];
        self.has_rare = self.seed % 2 == 1;
        self.seed += 1;
        true
    }

    fn choose(&mut self, point: Point) -> usize {
        let numbers = &mut self.numbers;
        match point.choice {
            Choice::Preempt if numbers.below(8) < self.stays => 0,
            // Where threads go on as long as they can, a sleep is short.
            Choice::Aside if self.stays == 8 => point.options - 1,
            Choice::Aside => numbers.below(point.options - 1),
            Choice::Preempt | Choice::Next | Choice::Which | Choice::Time => {
                numbers.below(point.options)
            }
            Choice::Rare => usize::from(self.has_rare && numbers.one_in(4)),
            Choice::Old => numbers.old(point.options),
        }
    }
}

/// Probabilistic concurrency testing (Burckhardt et al., 2010): each thread has a random priority, and at a few
/// steps the running one loses its own.
pub(crate) struct Pct {
    seed: u64,
    numbers: Numbers,
    priorities: Vec<u64>,
    /// The steps at which the running thread falls back.
    changes: Vec<usize>,
    /// Below all priorities so far.
    lowest: u64,
    /// The most steps that a schedule has had.
    longest: usize,
}

impl Pct {
    /// A schedule has fewer changes than this.
    const DEPTH: usize = 5;

    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            numbers: Numbers::new(seed),
            priorities: Vec::new(),
            changes: Vec::new(),
            lowest: 0,
            longest: 10,
        }
    }
}

impl Strategy for Pct {
    fn begin(&mut self) -> bool {
        self.numbers = Numbers::new(self.seed ^ 0xABCD);
        let changes = self.seed as usize % Self::DEPTH;
        self.changes = (0..changes).map(|_| self.numbers.below(self.longest)).collect();
        self.priorities.clear();
        self.lowest = 1 << 32;
        self.seed += 1;
        true
    }

    fn choose(&mut self, point: Point) -> usize {
        let Point { choice, options, threads, step, .. } = point;
        if choice.is_of_threads() {
            let most = threads.iter().max().map_or(0, |most| most + 1);
            while self.priorities.len() < most {
                self.priorities.push((1 << 33) + self.numbers.below(1 << 30) as u64);
            }
            let running = match choice {
                Choice::Aside => threads.last(),
                Choice::Preempt if self.changes.contains(&step) => threads.first(),
                _ => None,
            };
            if let Some(running) = running {
                self.lowest -= 1;
                self.priorities[*running] = self.lowest;
            }
            let best = (0..options).max_by_key(|at| self.priorities[threads[*at]]);
            return best.expect("there are options");
        }
        match choice {
            Choice::Rare => usize::from(self.numbers.one_in(8)),
            Choice::Old => self.numbers.old(options),
            _ => self.numbers.below(options),
        }
    }

    fn end(&mut self, steps: usize) {
        self.longest = self.longest.max(steps);
    }
}
