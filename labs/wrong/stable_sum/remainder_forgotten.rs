// Refused: lost_item

use rayon::prelude::*;

fn sum(values: &[f64], work: fn(f64) -> f64) -> f64 {
    let sum_part = |part: &[f64]| part.iter().map(|&value| work(value)).sum();
    let sums: Vec<f64> = values.par_chunks_exact(1000).map(sum_part).collect();
    sums.iter().sum()
}

fn main() {}

labs::exercise! {
    #[test]
    fn stable_sum(sum);
}
