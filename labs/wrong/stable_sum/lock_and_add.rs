// Refused: unstable

use std::sync::Mutex;

use rayon::prelude::*;

fn sum(values: &[f64], work: fn(f64) -> f64) -> f64 {
    let sum = Mutex::new(0.0);
    values.par_iter().for_each(|&value| {
        let result = work(value);
        *sum.lock().unwrap() += result;
    });
    sum.into_inner().unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn stable_sum(sum);
}
