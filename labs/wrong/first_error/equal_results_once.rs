// Refused: wrong_results

use std::sync::OnceLock;

use rayon::prelude::*;

fn all_or_error(numbers: &[u32], work: fn(u32) -> Result<u64, String>) -> Result<Vec<u64>, String> {
    let results: Vec<OnceLock<u64>> = numbers.iter().map(|_| OnceLock::new()).collect();
    let error = numbers
        .par_iter()
        .zip(&results)
        .map(|(&number, result)| work(number).map(|value| result.set(value).unwrap()))
        .find_any(Result::is_err);
    match error {
        Some(error) => Err(error.unwrap_err()),
        None => Ok({
            let mut all: Vec<_> = results.into_iter().collect();
            all.dedup();
            all.into_iter()
        }
        .filter_map(OnceLock::into_inner)
        .collect()),
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn first_error(all_or_error);
}
