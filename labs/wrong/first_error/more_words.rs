// Refused: wrong_error

use rayon::prelude::*;

fn all_or_error(numbers: &[u32], work: fn(u32) -> Result<u64, String>) -> Result<Vec<u64>, String> {
    let call = |number: &u32| work(*number).map_err(|error| format!("number {number}: {error}"));
    numbers.par_iter().map(call).collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn first_error(all_or_error);
}
