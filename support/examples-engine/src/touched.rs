//! What a thread has used in a turn, so that it can be told which turns may change places.

/// How something was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// It is as before.
    Reads,
    /// It is counted up, which nobody sees who counts as well.
    Counts,
    /// It may be another.
    Writes,
}

/// The numbers of what is not an object of the program.
pub(crate) mod global {
    /// How often something has changed.
    pub const VERSION: u64 = u64::MAX;
    /// The order of operations with `SeqCst`.
    pub const SEQ_CST: u64 = u64::MAX - 1;
    /// Which threads there are, and which have ended.
    pub const THREADS: u64 = u64::MAX - 2;
    /// The clock.
    pub const CLOCK: u64 = u64::MAX - 3;
    /// What was printed, and the first panic.
    pub const TOLD: u64 = u64::MAX - 4;
}

/// What a thread has used in a turn.
///
/// Objects have the numbers of their first use. If two turns at the same place both use an object for the first time,
/// both know it by the next free number. So they count as dependent, whatever the objects are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Touched {
    used: Vec<(u64, Use)>,
    is_everything: bool,
}

impl Touched {
    /// Something was used.
    pub fn touch(&mut self, number: u64, how: Use) {
        match self.used.iter_mut().find(|(known, _)| *known == number) {
            Some((_, before)) if *before == how => {}
            Some((_, before)) => *before = Use::Writes,
            None => self.used.push((number, how)),
        }
    }

    /// Anything may have been used.
    pub fn everything(&mut self) {
        self.is_everything = true;
    }

    /// Adds what was used in another turn.
    pub fn add(&mut self, other: &Touched) {
        self.is_everything |= other.is_everything;
        for (number, how) in &other.used {
            self.touch(*number, *how);
        }
    }

    /// Nothing was used.
    pub fn clear(&mut self) {
        self.is_everything = false;
        self.used.clear();
    }

    /// Returns whether it makes no difference which of two turns is first.
    pub fn is_independent_of(&self, other: &Touched) -> bool {
        let is_fine = |(number, how): &(u64, Use)| {
            let theirs = other.used.iter().find(|(same, _)| same == number);
            theirs.is_none_or(|(_, theirs)| theirs == how && *how != Use::Writes)
        };
        !self.is_everything && !other.is_everything && self.used.iter().all(is_fine)
    }
}

#[cfg(test)]
mod tests {
    use super::{Touched, Use};

    #[test]
    fn readers_and_counters_may_change_places() {
        let used = |how: &[(u64, Use)]| {
            let mut touched = Touched::default();
            how.iter().for_each(|(number, how)| touched.touch(*number, *how));
            touched
        };
        let [nothing, reads, counts, writes] = [
            used(&[]),
            used(&[(1, Use::Reads)]),
            used(&[(1, Use::Counts)]),
            used(&[(1, Use::Reads), (1, Use::Counts)]),
        ];
        assert!(reads.is_independent_of(&reads) && counts.is_independent_of(&counts));
        assert!(!writes.is_independent_of(&writes) && !reads.is_independent_of(&counts));
        assert!(
            writes.is_independent_of(&nothing)
                && writes.is_independent_of(&used(&[(2, Use::Writes)]))
        );
        let mut everything = nothing.clone();
        everything.everything();
        assert!(!nothing.is_independent_of(&everything) && !everything.is_independent_of(&nothing));
    }
}
