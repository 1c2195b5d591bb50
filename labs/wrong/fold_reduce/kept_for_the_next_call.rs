// Refused: counted_twice

// Each thread of Rayon keeps its map, and counts on in the next call.

use std::cell::RefCell;
use std::collections::HashMap;

use rayon::prelude::*;

thread_local! {
    static COUNTS: RefCell<HashMap<String, u64>> = RefCell::default();
}

fn count(lines: &[&str], split: fn(&str) -> Vec<&str>) -> HashMap<String, u64> {
    lines.par_iter().for_each(|line| {
        let words = split(line);
        COUNTS.with_borrow_mut(|counts| {
            words.into_iter().for_each(|word| *counts.entry(word.to_owned()).or_insert(0) += 1);
        });
    });
    let mut all = HashMap::new();
    for counts in rayon::broadcast(|_| COUNTS.with_borrow(Clone::clone)) {
        counts.into_iter().for_each(|(word, count)| *all.entry(word).or_insert(0) += count);
    }
    all
}

fn main() {}

labs::exercise! {
    #[test]
    fn fold_reduce(count);
}
