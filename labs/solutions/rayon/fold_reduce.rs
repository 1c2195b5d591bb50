// `fold` begins a map for each part of the lines, and `reduce` puts two maps together until one is left. Rayon
// decides how many parts there are, so the map to begin with must be empty.

use std::collections::HashMap;

use rayon::prelude::*;

/// Returns how often each word stands in the lines. `split` returns the words of a line.
fn count(lines: &[&str], split: fn(&str) -> Vec<&str>) -> HashMap<String, u64> {
    let count_line = |mut counts: HashMap<String, u64>, line: &&str| {
        for word in split(line) {
            *counts.entry(word.to_owned()).or_default() += 1;
        }
        counts
    };
    let put_together = |mut all: HashMap<String, u64>, counts| {
        for (word, count) in counts {
            *all.entry(word).or_default() += count;
        }
        all
    };
    lines.par_iter().fold(HashMap::new, count_line).reduce(HashMap::new, put_together)
}

fn main() {
    println!("{:?}", count(&["to be", "or not", "to be"], |line| line.split(' ').collect()));
}

labs::exercise! {
    #[test]
    fn fold_reduce(count);
}
