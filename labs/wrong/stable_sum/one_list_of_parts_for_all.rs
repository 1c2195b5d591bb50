// Refused: outlives_the_call

use std::mem;
use std::sync::Mutex;

use rayon::prelude::*;

static PARTS: Mutex<Vec<(usize, f64)>> = Mutex::new(Vec::new());

fn sum(values: &[f64], work: fn(f64) -> f64) -> f64 {
    PARTS.lock().unwrap().clear();
    values.par_chunks(100).enumerate().for_each(|(place, part)| {
        let sum = part.iter().map(|&value| work(value)).sum();
        PARTS.lock().unwrap().push((place, sum));
    });
    let mut parts = mem::take(&mut *PARTS.lock().unwrap());
    parts.sort_by_key(|&(place, _)| place);
    parts.iter().map(|(_, sum)| sum).sum()
}

fn main() {}

labs::exercise! {
    #[test]
    fn stable_sum(sum);
}
