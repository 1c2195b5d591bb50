// Rayon's own folding of chunks.

use rayon::prelude::*;

fn sum(values: &[f64], work: fn(f64) -> f64) -> f64 {
    let sums: Vec<f64> =
        values.par_iter().fold_chunks(1024, || 0.0, |sum, &value| sum + work(value)).collect();
    sums.iter().sum()
}

fn main() {}

labs::exercise! {
    #[test]
    fn stable_sum(sum);
}
