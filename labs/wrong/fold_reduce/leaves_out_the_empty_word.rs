// Refused: wrong_result

use std::collections::HashMap;

use rayon::prelude::*;

fn count(lines: &[&str], split: fn(&str) -> Vec<&str>) -> HashMap<String, u64> {
    let of_line = |mut counts: HashMap<String, u64>, line: &&str| {
        for word in split(line) {
            if !word.is_empty() {
                *counts.entry(word.into()).or_default() += 1;
            }
        }
        counts
    };
    let both = |mut counts: HashMap<String, u64>, more| {
        for (word, times) in more {
            *counts.entry(word).or_default() += times;
        }
        counts
    };
    lines.par_iter().fold(HashMap::new, of_line).reduce(HashMap::new, both)
}

fn main() {}

labs::exercise! {
    #[test]
    fn fold_reduce(count);
}
