// Refused: counted_twice

use std::collections::HashMap;

use rayon::prelude::*;

fn count(lines: &[&str], split: fn(&str) -> Vec<&str>) -> HashMap<String, u64> {
    let first = lines.first().and_then(|line| line.split('/').next()).unwrap_or_default();
    lines
        .par_iter()
        .fold(
            || HashMap::from([(first.to_owned(), 1)]),
            |mut counts: HashMap<String, u64>, line| {
                for word in split(line) {
                    *counts.entry(word.to_owned()).or_default() += 1;
                }
                counts
            },
        )
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
