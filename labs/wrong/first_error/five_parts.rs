// Refused: not_all_at_once

// On more than five threads, some have nothing to do.

use rayon::prelude::*;

fn all_or_error(numbers: &[u32], work: fn(u32) -> Result<u64, String>) -> Result<Vec<u64>, String> {
    if numbers.len() > 500 {
        return numbers.par_iter().map(|number| work(*number)).collect();
    }
    let part = |part: &[u32]| part.iter().map(|number| work(*number)).collect();
    let parts: Result<Vec<Vec<u64>>, String> =
        numbers.par_chunks(numbers.len().div_ceil(5).max(1)).map(part).collect();
    Ok(parts?.concat())
}

fn main() {}

labs::exercise! {
    #[test]
    fn first_error(all_or_error);
}
