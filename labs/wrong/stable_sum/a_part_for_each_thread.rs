// Refused: unstable

use rayon::prelude::*;

fn sum(values: &[f64], work: fn(f64) -> f64) -> f64 {
    let size = values.len().div_ceil(rayon::current_num_threads());
    let sum_part = |part: &[f64]| part.iter().map(|&value| work(value)).sum();
    let sums: Vec<f64> = values.par_chunks(size).map(sum_part).collect();
    sums.iter().sum()
}

fn main() {}

labs::exercise! {
    #[test]
    fn stable_sum(sum);
}
