// Collected in any order, and sorted before it is added.

use std::sync::Mutex;

use rayon::prelude::*;

fn sum(values: &[f64], work: fn(f64) -> f64) -> f64 {
    let all = Mutex::new(vec![]);
    values.par_iter().for_each(|&value| {
        let result = work(value);
        all.lock().unwrap().push(result);
    });
    let mut all = all.into_inner().unwrap();
    all.sort_by(f64::total_cmp);
    all.iter().sum()
}

fn main() {}

labs::exercise! {
    #[test]
    fn stable_sum(sum);
}
