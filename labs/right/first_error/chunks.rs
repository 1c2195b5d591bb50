// Chunks, each of which stops at its own error.

use rayon::prelude::*;

fn all_or_error(numbers: &[u32], work: fn(u32) -> Result<u64, String>) -> Result<Vec<u64>, String> {
    let chunk = |chunk: &[u32]| chunk.iter().map(|&number| work(number)).collect();
    let parts: Result<Vec<Vec<u64>>, String> = numbers.par_chunks(5).map(chunk).collect();
    Ok(parts?.concat())
}

fn main() {}

labs::exercise! {
    #[test]
    fn first_error(all_or_error);
}
