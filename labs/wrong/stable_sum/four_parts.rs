// Refused: not_all_at_once

// A fifth thread has nothing to do.

use rayon::prelude::*;

fn sum(values: &[f64], work: fn(f64) -> f64) -> f64 {
    let part = |part: &[f64]| part.iter().map(|value| work(*value)).sum();
    let sums: Vec<f64> = values.par_chunks(values.len().div_ceil(4).max(1)).map(part).collect();
    sums.iter().sum()
}

fn main() {}

labs::exercise! {
    #[test]
    fn stable_sum(sum);
}
