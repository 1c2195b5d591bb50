// Refused: panicked

use rayon::prelude::*;

fn all_or_error(numbers: &[u32], work: fn(u32) -> Result<u64, String>) -> Result<Vec<u64>, String> {
    Ok(numbers.par_iter().map(|number| work(*number).unwrap()).collect())
}

fn main() {}

labs::exercise! {
    #[test]
    fn first_error(all_or_error);
}
