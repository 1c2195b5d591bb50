// Refused: not_all_at_once

// On more than five threads, some have nothing to do.

use std::collections::HashMap;

use rayon::prelude::*;

fn count(lines: &[&str], split: fn(&str) -> Vec<&str>) -> HashMap<String, u64> {
    let size = lines.len().div_ceil(5).max(1);
    let part = |part: &[&str]| part.iter().flat_map(|line| split(line)).map(String::from).collect();
    let parts: Vec<Vec<String>> = lines.par_chunks(size).map(part).collect();
    let mut counts = HashMap::new();
    for word in parts.into_iter().flatten() {
        *counts.entry(word).or_default() += 1;
    }
    counts
}

fn main() {}

labs::exercise! {
    #[test]
    fn fold_reduce(count);
}
