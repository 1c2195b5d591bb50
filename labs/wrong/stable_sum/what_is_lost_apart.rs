// Refused: unstable

// What each addition loses is summed up apart. That sum is rounded, too.

use rayon::prelude::*;

/// A sum, and what it has lost.
type Sum = (f64, f64);

fn plus((sum, lost): Sum, value: f64) -> Sum {
    let next = sum + value;
    let more = if sum.abs() >= value.abs() { (sum - next) + value } else { (value - next) + sum };
    (next, lost + more)
}

fn both(left: Sum, right: Sum) -> Sum {
    let (sum, lost) = plus(left, right.0);
    (sum, lost + right.1)
}

fn sum(values: &[f64], work: fn(f64) -> f64) -> f64 {
    let zero = || (0.0, 0.0);
    let part = values.par_iter().fold(zero, |sum, value| plus(sum, work(*value)));
    let (sum, lost) = part.reduce(zero, both);
    sum + lost
}

fn main() {}

labs::exercise! {
    #[test]
    fn stable_sum(sum);
}
