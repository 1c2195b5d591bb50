// Refused: lost_count

use std::collections::HashMap;

use rayon::prelude::*;

fn count(lines: &[&str], split: fn(&str) -> Vec<&str>) -> HashMap<String, u64> {
    lines
        .par_iter()
        .fold(HashMap::new, |mut counts: HashMap<String, u64>, line| {
            split(line);
            *counts.entry(line.to_string()).or_default() += 1;
            counts
        })
        .reduce(HashMap::new, |mut all, counts| {
            for (word, count) in counts {
                *all.entry(word).or_default() += count;
            }
            all
        })
}

fn main() {}

labs::exercise! {
    #[test]
    fn fold_reduce(count);
}
