// Refused: wrong_result

// What is smaller than a millionth is lost.

use rayon::prelude::*;

fn sum(values: &[f64], work: fn(f64) -> f64) -> f64 {
    let millionths: i128 = values.par_iter().map(|&value| (work(value) * 1e6) as i128).sum();
    millionths as f64 / 1e6
}

fn main() {}

labs::exercise! {
    #[test]
    fn stable_sum(sum);
}
