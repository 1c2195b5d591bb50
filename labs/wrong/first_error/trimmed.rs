// Refused: wrong_error

// The spaces at the ends of an error are gone.

use rayon::prelude::*;

fn all_or_error(numbers: &[u32], work: fn(u32) -> Result<u64, String>) -> Result<Vec<u64>, String> {
    numbers
        .par_iter()
        .map(|&number| work(number).map_err(|error| error.trim().to_owned()))
        .collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn first_error(all_or_error);
}
