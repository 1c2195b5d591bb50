// Whole numbers: their sum does not depend on the order.

use rayon::prelude::*;

fn sum(values: &[f64], work: fn(f64) -> f64) -> f64 {
    let millionths = |value: f64| (value * 1e6).round() as i128;
    let sum: i128 = values.par_iter().map(|&value| millionths(work(value))).sum();
    sum as f64 / 1e6
}

fn main() {}

labs::exercise! {
    #[test]
    fn stable_sum(sum);
}
