// Refused: lock_held

use std::sync::Mutex;

use rayon::prelude::*;

fn sum(values: &[f64], work: fn(f64) -> f64) -> f64 {
    let all = Mutex::new(vec![0.0; values.len()]);
    values.par_iter().enumerate().for_each(|(index, &value)| {
        let mut all = all.lock().unwrap();
        all[index] = work(value);
    });
    all.into_inner().unwrap().iter().sum()
}

fn main() {}

labs::exercise! {
    #[test]
    fn stable_sum(sum);
}
