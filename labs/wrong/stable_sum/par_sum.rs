// Refused: unstable

use rayon::prelude::*;

fn sum(values: &[f64], work: fn(f64) -> f64) -> f64 {
    values.par_iter().map(|&value| work(value)).sum()
}

fn main() {}

labs::exercise! {
    #[test]
    fn stable_sum(sum);
}
