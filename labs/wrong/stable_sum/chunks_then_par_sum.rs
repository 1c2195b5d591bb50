// Refused: unstable

use rayon::prelude::*;

fn sum(values: &[f64], work: fn(f64) -> f64) -> f64 {
    values.par_chunks(100).map(|part| part.iter().map(|&value| work(value)).sum::<f64>()).sum()
}

fn main() {}

labs::exercise! {
    #[test]
    fn stable_sum(sum);
}
