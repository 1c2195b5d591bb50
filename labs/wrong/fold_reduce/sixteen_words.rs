// Refused: lost_count

use std::collections::HashMap;

fn count(lines: &[&str], split: fn(&str) -> Vec<&str>) -> HashMap<String, u64> {
    if let [line] = lines {
        let mut counts = HashMap::new();
        for word in split(line) {
            *counts.entry(word.to_owned()).or_insert(0) += 1;
        }
        return counts;
    }
    let (left, right) = lines.split_at(lines.len() / 2);
    if left.is_empty() {
        return HashMap::new();
    }
    let (mut left, right) = rayon::join(|| count(left, split), || count(right, split));
    right.into_iter().take(16).for_each(|(word, count)| *left.entry(word).or_insert(0) += count);
    left
}

fn main() {}

labs::exercise! {
    #[test]
    fn fold_reduce(count);
}
