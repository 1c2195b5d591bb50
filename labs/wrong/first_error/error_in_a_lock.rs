// Refused: goes_on

use std::sync::Mutex;

use rayon::prelude::*;

fn all_or_error(numbers: &[u32], work: fn(u32) -> Result<u64, String>) -> Result<Vec<u64>, String> {
    let error = Mutex::new(None);
    let call = |number: &u32| match work(*number) {
        Ok(result) => result,
        Err(says) => {
            *error.lock().unwrap() = Some(says);
            0
        }
    };
    let results = numbers.par_iter().map(call).collect();
    error.into_inner().unwrap().map_or(Ok(results), Err)
}

fn main() {}

labs::exercise! {
    #[test]
    fn first_error(all_or_error);
}
