// Refused: succeeds_anyway

use rayon::prelude::*;

fn all_or_error(numbers: &[u32], work: fn(u32) -> Result<u64, String>) -> Result<Vec<u64>, String> {
    Ok(numbers.par_iter().filter_map(|number| work(*number).ok()).collect())
}

fn main() {}

labs::exercise! {
    #[test]
    fn first_error(all_or_error);
}
