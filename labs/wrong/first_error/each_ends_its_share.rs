// Refused: goes_on

// Each thread has one share, and only that of the error ends.

use rayon::prelude::*;

fn all_or_error(numbers: &[u32], work: fn(u32) -> Result<u64, String>) -> Result<Vec<u64>, String> {
    let size = numbers.len().div_ceil(rayon::current_num_threads()).max(1);
    let parts = numbers
        .par_chunks(size)
        .map(|part| part.iter().map(|&number| work(number)).collect::<Result<Vec<_>, _>>())
        .collect::<Result<Vec<_>, _>>()?;
    Ok(parts.concat())
}

fn main() {}

labs::exercise! {
    #[test]
    fn first_error(all_or_error);
}
