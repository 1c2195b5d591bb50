// Refused: lost_count

use std::collections::HashMap;

use rayon::prelude::*;

fn count(lines: &[&str], split: fn(&str) -> Vec<&str>) -> HashMap<String, u64> {
    let counts = lines
        .par_iter()
        .fold(HashMap::new, |mut counts: HashMap<String, u16>, line| {
            for word in split(line) {
                let count = counts.entry(word.to_owned()).or_default();
                *count = count.wrapping_add(1);
            }
            counts
        })
        .reduce(HashMap::new, |mut all, counts| {
            for (word, count) in counts {
                let sum = all.entry(word).or_default();
                *sum = u16::wrapping_add(*sum, count);
            }
            all
        });
    counts.into_iter().map(|(word, count)| (word, count.into())).collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn fold_reduce(count);
}
