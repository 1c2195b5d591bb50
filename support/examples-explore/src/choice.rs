//! How a schedule chooses.

/// How a schedule chooses: with which probability, in parts of 8, the running thread goes on, and whether
/// a `Condvar` may wake a thread that was not notified.
pub(crate) struct Choice {
    random: u64,
    pub stays: u64,
    pub wakes_spuriously: bool,
    /// Whether a load may return an old value if its ordering allows it.
    pub has_weak_memory: bool,
}

impl Choice {
    pub fn new(seed: u64, has_weak_memory: bool) -> Choice {
        let stays = [4, 8, 7, 6, 0][seed as usize % 5];
        let random = (seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Choice { random, stays, wakes_spuriously: seed % 2 == 1, has_weak_memory }
    }

    /// Returns a number below `end`, by Marsaglia's xorshift.
    pub fn below(&mut self, end: usize) -> usize {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        (self.random >> 32) as usize % end
    }

    /// Returns true for one of `parts` calls, on average.
    pub fn one_in(&mut self, parts: usize) -> bool {
        self.below(parts) == 0
    }
}
