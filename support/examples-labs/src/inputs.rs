//! What an answer is called with. It depends on a seed, so that no answer can know it.

use std::env;
use std::sync::{Arc, Mutex, PoisonError};

/// Tells the child the seed.
pub(crate) const SEED: &str = "LABS_SEED";

/// Returns the seed of an answer with this text. The same text has the same inputs and so the same verdict; one
/// with other code has others.
pub(crate) fn seed_of(text: &str) -> u64 {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(str::bytes).fold(0xCBF2_9CE4_8422_2325, |hash, letter| {
        (hash ^ u64::from(letter)).wrapping_mul(0x0100_0000_01B3) // FNV-1a
    })
}

/// Numbers that depend on the seed of this process.
pub struct Inputs(u64);

impl Inputs {
    /// Returns those for a part of a grader. Each part has its own.
    pub fn new(part: u64) -> Self {
        let seed = env::var(SEED).ok().and_then(|seed| seed.parse().ok()).unwrap_or(0);
        Self(seed ^ part.wrapping_mul(0xD6E8_FEB8_6659_FD93))
    }

    /// Returns the next number, by splitmix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number from `least` to `most`.
    pub fn between(&mut self, least: u64, most: u64) -> u64 {
        least + self.next() % (most - least + 1)
    }

    /// The same as an index or a count.
    pub fn index(&mut self, least: usize, most: usize) -> usize {
        self.between(least as u64, most as u64) as usize
    }

    /// Puts the items into another order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(self.index(0, last), last);
        }
    }

    /// Returns numbers that are not ascending: one is 0, one has more than 16 bits, and if there are four or more,
    /// one comes twice.
    pub fn numbers(&mut self, count: usize) -> Vec<u64> {
        self.numbers_with(count, 70_000)
    }

    /// The same with one that has more bits than an `f64` can keep.
    pub fn large_numbers(&mut self, count: usize) -> Vec<u64> {
        self.numbers_with(count, (1 << 53) + 1)
    }

    fn numbers_with(&mut self, count: usize, large: u64) -> Vec<u64> {
        let mut numbers: Vec<u64> = (0..count).map(|_| self.between(1, 99)).collect();
        if count >= 2 {
            (numbers[0], numbers[1]) = (0, self.between(large, large + 999) | 1);
        }
        if count >= 4 {
            numbers[3] = numbers[2];
        }
        self.shuffle(&mut numbers);
        while count >= 2 && numbers.is_sorted() {
            self.shuffle(&mut numbers);
        }
        numbers
    }

    /// Returns the numbers from 0 to `count - 1` in another order.
    pub fn order(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        self.shuffle(&mut order);
        while count > 1 && order.is_sorted() {
            self.shuffle(&mut order);
        }
        order
    }
}

/// What the grader's own functions are to do or return, in a static: they are functions without a state.
pub struct Given<T>(Mutex<Option<Arc<T>>>);

impl<T> Given<T> {
    /// Returns an empty one.
    #[allow(clippy::new_without_default)] // a static needs this one
    pub const fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// Sets it, before the answer is called.
    pub fn set(&self, given: T) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(given));
    }

    /// Returns what was set.
    pub fn get(&self) -> Arc<T> {
        let given = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        given.expect("it is set before the answer is called")
    }
}

#[cfg(test)]
mod tests {
    use super::{Inputs, seed_of};

    #[test]
    fn numbers_are_neither_ascending_nor_distinct() {
        for seed in 0..1000 {
            for count in 2..9 {
                let numbers = Inputs(seed).numbers(count);
                assert_eq!(numbers.len(), count);
                assert!(numbers.contains(&0) && numbers.iter().any(|number| *number > 1 << 16));
                assert!(!numbers.is_sorted(), "{numbers:?}");
                let mut distinct = numbers.clone();
                distinct.sort();
                distinct.dedup();
                assert!(count < 4 || distinct.len() < count, "{numbers:?}");
            }
            assert!(!Inputs(seed).order(3).is_sorted());
            assert!(
                Inputs(seed).large_numbers(2).iter().any(|number| *number as f64 as u64 != *number)
            );
        }
    }

    #[test]
    fn another_text_has_other_inputs() {
        assert_ne!(seed_of("a"), seed_of("b"));
        assert_eq!(seed_of("// c\r\na\r\nb"), seed_of("a\nb"));
    }
}
