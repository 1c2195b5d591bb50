// Refused: goes_on

// `find_map_first` still makes all calls for the numbers before the one that failed.

use rayon::prelude::*;
use std::sync::OnceLock;

fn all_or_error(numbers: &[u32], work: fn(u32) -> Result<u64, String>) -> Result<Vec<u64>, String> {
    let results: Vec<OnceLock<u64>> = vec![OnceLock::new(); numbers.len()];
    let error = numbers.par_iter().zip(&results).find_map_first(|(&number, result)| {
        work(number).map(|value| result.set(value).unwrap()).err()
    });
    match error {
        Some(error) => Err(error),
        None => Ok(results.into_iter().map(|result| result.into_inner().unwrap()).collect()),
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn first_error(all_or_error);
}
