//! How the choices of a schedule are made. All kinds of choices are made in one place.

mod bounded;
mod every;
mod plan;
mod random;
mod unlike;

use crate::choice::{Order, Point};
use crate::touched::Touched;

pub(crate) use every::Every;
pub(crate) use plan::Plan;
use unlike::Unlike;

/// A way to make choices.
pub(crate) trait Strategy: Send {
    /// Begins a schedule. Returns false if there is none left.
    fn begin(&mut self) -> bool;
    /// Chooses one of the options.
    fn choose(&mut self, point: Point) -> usize;
    /// A schedule has ended after this many steps.
    fn end(&mut self, _steps: usize) {}
}

/// Makes the choices of a schedule.
pub(crate) enum Chooser {
    Plan(Box<Plan>),
    Again(Again),
    Every(Box<Every>),
}

impl Chooser {
    /// Chooses one of the options.
    pub fn choose(&mut self, point: Point) -> usize {
        match self {
            Self::Plan(plan) => plan.choose(point),
            Self::Again(again) => again.choose(point),
            Self::Every(every) => every.choose(point),
        }
    }

    /// Returns the search that leaves out orders that are alike, if it chooses.
    fn unlike(&mut self) -> Option<&mut Unlike> {
        if let Self::Plan(plan) = self { plan.unlike() } else { None }
    }

    /// Returns what is used in this turn, if somebody asks for that.
    pub fn touched(&mut self) -> Option<&mut Touched> {
        self.unlike().map(|unlike| &mut unlike.touched)
    }

    /// Something is used of which the models don't know who else uses it.
    pub fn cannot_see(&mut self) {
        if let Some(unlike) = self.unlike() {
            unlike.is_given_up = true;
        }
    }

    /// A schedule has ended after this many steps.
    pub fn end(&mut self, steps: usize) {
        if let Self::Plan(plan) = self {
            plan.end(steps);
        }
    }
}

/// Makes the same choices once more. After the last one nothing special happens.
pub(crate) struct Again {
    order: Order,
    at: usize,
}

impl Again {
    pub fn new(order: Order) -> Self {
        Self { order, at: 0 }
    }

    fn choose(&mut self, point: Point) -> usize {
        let option = self.order.0.get(self.at).map_or(0, |option| usize::from(*option));
        self.at += 1;
        option.min(point.options - 1)
    }
}

/// Numbers that look random, by Marsaglia's xorshift.
#[derive(Clone)]
pub(crate) struct Numbers(u64);

impl Numbers {
    pub fn new(seed: u64) -> Self {
        // A seed of 0 would only make zeros.
        Self(seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Returns a number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 32) as usize % end
    }

    /// Returns true for one of `parts` calls, on average.
    pub fn one_in(&mut self, parts: usize) -> bool {
        self.below(parts) == 0
    }

    /// Chooses an old value every second time.
    fn old(&mut self, options: usize) -> usize {
        if self.one_in(2) { 0 } else { 1 + self.below(options - 1) }
    }
}
