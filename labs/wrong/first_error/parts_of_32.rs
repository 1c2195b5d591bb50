// Refused: not_all_at_once

// A few dozen numbers are two parts.

use rayon::prelude::*;

fn all_or_error(numbers: &[u32], work: fn(u32) -> Result<u64, String>) -> Result<Vec<u64>, String> {
    let parts: Vec<Vec<u64>> = numbers
        .par_chunks(32)
        .map(|part| part.iter().copied().map(work).collect())
        .collect::<Result<_, String>>()?;
    Ok(parts.concat())
}

fn main() {}

labs::exercise! {
    #[test]
    fn first_error(all_or_error);
}
