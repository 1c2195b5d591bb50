// A map for each chunk; the maps are collected and put together by one thread.

use std::collections::HashMap;

use rayon::prelude::*;

fn count(lines: &[&str], split: fn(&str) -> Vec<&str>) -> HashMap<String, u64> {
    let chunk = |chunk: &[&str]| {
        let mut counts: HashMap<&str, u64> = HashMap::new();
        let mut owned: HashMap<String, u64> = HashMap::new();
        for word in chunk.iter().flat_map(|line| split(line)) {
            *counts.entry(word).or_default() += 1;
        }
        counts.into_iter().for_each(|(word, count)| _ = owned.insert(word.into(), count));
        owned
    };
    let parts: Vec<_> = lines.par_chunks(lines.len().div_ceil(8).max(1)).map(chunk).collect();
    parts.into_iter().flatten().fold(HashMap::new(), |mut all, (word, count)| {
        *all.entry(word).or_insert(0) += count;
        all
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn fold_reduce(count);
}
