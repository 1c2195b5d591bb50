// Refused: one_after_another

use std::collections::HashMap;

fn count(lines: &[&str], split: fn(&str) -> Vec<&str>) -> HashMap<String, u64> {
    let mut counts = HashMap::new();
    for word in lines.iter().flat_map(|line| split(line)) {
        *counts.entry(word.to_owned()).or_insert(0) += 1;
    }
    counts
}

fn main() {}

labs::exercise! {
    #[test]
    fn fold_reduce(count);
}
