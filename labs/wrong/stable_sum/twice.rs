// Refused: done_twice

use rayon::prelude::*;

fn sum(values: &[f64], work: fn(f64) -> f64) -> f64 {
    let results: Vec<f64> =
        values.par_iter().map(|value| (work(*value) + work(*value)) / 2.0).collect();
    results.iter().sum()
}

fn main() {}

labs::exercise! {
    #[test]
    fn stable_sum(sum);
}
