// Refused: unstable

// What is lost is added in the order that Rayon chose, and rounded, too.

use rayon::prelude::*;

#[derive(Clone, Copy, Default)]
struct Sum {
    sum: f64,
    lost: f64,
}

impl std::ops::Add for Sum {
    type Output = Sum;

    fn add(self, other: Sum) -> Sum {
        let sum = self.sum + other.sum;
        let part = sum - self.sum;
        let lost = (self.sum - (sum - part)) + (other.sum - part);
        Sum { sum, lost: self.lost + other.lost + lost }
    }
}

fn sum(values: &[f64], work: fn(f64) -> f64) -> f64 {
    let all = values
        .par_iter()
        .map(|value| Sum { sum: work(*value), lost: 0.0 })
        .reduce(Sum::default, |a, b| a + b);
    all.sum + all.lost
}

fn main() {}

labs::exercise! {
    #[test]
    fn stable_sum(sum);
}
