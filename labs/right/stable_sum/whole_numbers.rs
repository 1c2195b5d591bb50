// Whole numbers, the largest of which has 30 digits: their sum does not depend on the order.

use rayon::prelude::*;

fn sum(values: &[f64], work: fn(f64) -> f64) -> f64 {
    let results: Vec<f64> = values.par_iter().map(|&value| work(value)).collect();
    let largest = results.iter().fold(f64::MIN_POSITIVE, |largest, value| largest.max(value.abs()));
    // 10^30, and 20,000 of them, have room in an `i128`.
    let scale = 1e30 / largest;
    let sum: i128 = results.iter().map(|value| (value * scale).round() as i128).sum();
    sum as f64 / scale
}

fn main() {}

labs::exercise! {
    #[test]
    fn stable_sum(sum);
}
