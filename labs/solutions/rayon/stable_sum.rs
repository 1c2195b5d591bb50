// The parts always have the same size, and their sums are added in the order of the parts. So each number is
// added in the same place, whichever thread does it.

use rayon::prelude::*;

/// Returns the sum of what `work` returns for each value.
fn sum(values: &[f64], work: fn(f64) -> f64) -> f64 {
    let sum_part = |part: &[f64]| part.iter().map(|value| work(*value)).sum::<f64>();
    let sums: Vec<f64> = values.par_chunks(1000).map(sum_part).collect();
    sums.into_iter().sum()
}

fn main() {
    let values: Vec<f64> = (1..=10_000).map(f64::from).collect();
    println!("{}", sum(&values, |value| 1.0 / value));
}

labs::exercise! {
    #[test]
    fn stable_sum(sum);
}
