// The words are collected in parallel, and one thread counts.

use std::collections::HashMap;

use rayon::prelude::*;

fn count(lines: &[&str], split: fn(&str) -> Vec<&str>) -> HashMap<String, u64> {
    let words: Vec<&str> = lines.par_iter().flat_map(|line| split(line)).collect();
    let mut counts = HashMap::new();
    for word in words {
        *counts.entry(word.to_string()).or_insert(0) += 1;
    }
    counts
}

fn main() {}

labs::exercise! {
    #[test]
    fn fold_reduce(count);
}
