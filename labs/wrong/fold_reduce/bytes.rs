// Refused: panicked

// The 256th time that a word comes in a line is too much for a byte.

use std::collections::HashMap;

use rayon::prelude::*;

fn count(lines: &[&str], split: fn(&str) -> Vec<&str>) -> HashMap<String, u64> {
    let count_line = |line: &&str| {
        let mut counts = HashMap::<String, u8>::new();
        for word in split(line) {
            *counts.entry(word.to_owned()).or_default() += 1;
        }
        counts
    };
    let lines: Vec<_> = lines.par_iter().map(count_line).collect();
    let mut counts = HashMap::new();
    for (word, count) in lines.into_iter().flatten() {
        *counts.entry(word).or_default() += u64::from(count);
    }
    counts
}

fn main() {}

labs::exercise! {
    #[test]
    fn fold_reduce(count);
}
