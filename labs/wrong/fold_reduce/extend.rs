// Refused: lost_count

use std::collections::HashMap;

use rayon::prelude::*;

fn count(lines: &[&str], split: fn(&str) -> Vec<&str>) -> HashMap<String, u64> {
    lines
        .par_iter()
        .fold(HashMap::new, |mut counts: HashMap<String, u64>, line| {
            for word in split(line) {
                *counts.entry(word.to_owned()).or_default() += 1;
            }
            counts
        })
        .reduce(HashMap::new, |mut all, counts| {
            all.extend(counts);
            all
        })
}

fn main() {}

labs::exercise! {
    #[test]
    fn fold_reduce(count);
}
