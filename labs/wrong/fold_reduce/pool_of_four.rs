// Refused: other_pool

// Rayon may have more threads, or fewer.

use rayon::prelude::*;
use std::collections::HashMap;

fn count(lines: &[&str], split: fn(&str) -> Vec<&str>) -> HashMap<String, u64> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(4).build().expect("threads start");
    pool.install(|| {
        lines
            .par_iter()
            .map(|line| {
                let mut counts = HashMap::new();
                split(line)
                    .iter()
                    .for_each(|word| *counts.entry(word.to_string()).or_default() += 1);
                counts
            })
            .reduce(HashMap::new, |mut a, b| {
                b.into_iter().for_each(|(word, count)| *a.entry(word).or_default() += count);
                a
            })
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn fold_reduce(count);
}
