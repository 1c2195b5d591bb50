use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{Verdict, ensure_results, values_to_try};

/// The first of the special inputs. No other input has 16 bits.
const SPECIAL: u64 = 60_000;

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
        result(input) + calls_before(&mut self.calls(), input)
    }

    /// Returns what the calls with these inputs return.
    pub fn expected(inputs: &[u64]) -> Vec<u64> {
        results_of(inputs, result)
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
        sort_those_of_equals(inputs, &mut sorted);
        ensure_results(&sorted, &expected, plural, says(&expected))
    }
}

/// Returns inputs that have special results: those that an answer may take for "nothing there".
pub fn special_inputs() -> Vec<u64> {
    (SPECIAL..).take(values_to_try().len()).collect()
}

/// Returns the result of the first call with this input. That of a large one has more than 53 bits.
pub fn result(input: u64) -> u64 {
    let large = if input > u64::from(u16::MAX) { 1 << 60 } else { 0 };
    let special = input.checked_sub(SPECIAL).filter(|_| large == 0);
    let special = special.and_then(|place| values_to_try().get(place as usize).copied());
    special.unwrap_or(large + input * 100_000)
}

/// Counts a call, and returns how many calls with this input there were before.
pub(crate) fn calls_before<T: Ord>(calls: &mut BTreeMap<T, u64>, input: T) -> u64 {
    let all = calls.entry(input).or_default();
    *all += 1;
    *all - 1
}

/// Returns what the calls return for these inputs if the second call for an input adds 1 to `result`, the third adds 2,
/// and so on: so it shows if an answer takes equal inputs for one.
pub fn results_of<T: Copy + Ord>(inputs: &[T], result: impl Fn(T) -> u64) -> Vec<u64> {
    let mut calls = BTreeMap::new();
    inputs.iter().map(|input| result(*input) + calls_before(&mut calls, *input)).collect()
}

/// Sorts the results of equal inputs among each other: nobody can know which of the calls was for which place.
pub fn sort_those_of_equals<T: Copy + Ord>(inputs: &[T], results: &mut [u64]) {
    let mut places = BTreeMap::<T, Vec<usize>>::new();
    for (place, input) in inputs.iter().enumerate().take(results.len()) {
        places.entry(*input).or_default().push(place);
    }
    for places in places.into_values() {
        let mut sorted: Vec<_> = places.iter().map(|place| results[*place]).collect();
        sorted.sort();
        places.into_iter().zip(sorted).for_each(|(place, result)| results[place] = result);
    }
}

#[cfg(test)]
mod tests {
    use super::{Results, results_of, sort_those_of_equals};

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

    #[test]
    fn equal_inputs_have_results_of_their_own() {
        let expected = results_of(&[7, 5, 7], |input| input * 10);
        assert_eq!(expected, [70, 50, 71]);
        let mut got = [71, 50, 70];
        sort_those_of_equals(&[7, 5, 7], &mut got);
        assert_eq!(got, expected[..]);
    }
}
