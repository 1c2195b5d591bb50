use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{Verdict, ensure_results};

/// What the grader's own function returns. Each call returns something else, also those with equal inputs: so it
/// shows if an answer keeps one result for both.
pub struct Results(Mutex<BTreeMap<u64, u64>>);

impl Results {
    /// Returns what no call has asked for.
    #[allow(clippy::new_without_default)] // a static needs this one
    pub const fn new() -> Self {
        Self(Mutex::new(BTreeMap::new()))
    }

    fn calls(&self) -> MutexGuard<'_, BTreeMap<u64, u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets all calls.
    pub fn forget(&self) {
        self.calls().clear();
    }

    /// Returns what the next call with this input returns.
    pub fn next(&self, input: u64) -> u64 {
        next(&mut self.calls(), input)
    }

    /// Returns what the calls with these inputs return.
    pub fn expected(inputs: &[u64]) -> Vec<u64> {
        let mut calls = BTreeMap::new();
        inputs.iter().map(|input| next(&mut calls, *input)).collect()
    }

    /// Refuses unless the results are those of the calls with these inputs, which are called `plural`, such as
    /// `numbers`. Which of two calls with equal inputs is whose, nobody can tell.
    ///
    /// # Errors
    /// The refusal, as for [`ensure_results()`](ensure_results()). `says` says what was expected, and what came.
    pub fn ensure(
        inputs: &[u64],
        got: &[u64],
        plural: &str,
        says: impl FnOnce(&[u64]) -> String,
    ) -> Verdict {
        let expected = Self::expected(inputs);
        let mut sorted = got.to_vec();
        for (at, input) in inputs.iter().enumerate().take(got.len()) {
            for before in (0..at).filter(|before| inputs[*before] == *input) {
                if sorted[before] > sorted[at] {
                    sorted.swap(before, at);
                }
            }
        }
        ensure_results(&sorted, &expected, plural, says(&expected))
    }
}

/// That of a large input has more than 53 bits.
fn next(calls: &mut BTreeMap<u64, u64>, input: u64) -> u64 {
    let before = calls.entry(input).or_default();
    *before += 1;
    let large = if input > u64::from(u16::MAX) { 1 << 60 } else { 0 };
    large + input * 100_000 + *before - 1
}

#[cfg(test)]
mod tests {
    use super::Results;

    #[test]
    fn two_calls_with_equal_inputs_return_different_results() {
        let ensure = |got: &[u64]| Results::ensure(&[7, 3, 7], got, "numbers", |_| String::new());
        assert_eq!(Results::expected(&[7, 3, 7]), [700_000, 300_000, 700_001]);
        for right in [[700_000, 300_000, 700_001], [700_001, 300_000, 700_000]] {
            assert_eq!(ensure(&right), Ok(()));
        }
        for wrong in [&[700_001, 300_000, 700_001][..], &[300_000, 700_000, 700_001], &[700_000]] {
            assert!(ensure(wrong).is_err());
        }
    }
}
