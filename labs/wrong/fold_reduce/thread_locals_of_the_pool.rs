// Refused: outlives_the_call

// Two calls at the same time put their words into the same maps.

use std::cell::RefCell;
use std::collections::HashMap;

use rayon::prelude::*;

thread_local!(static OWN: RefCell<HashMap<String, u64>> = RefCell::default());

fn count(lines: &[&str], split: fn(&str) -> Vec<&str>) -> HashMap<String, u64> {
    lines.par_iter().for_each(|line| {
        let words = split(line);
        OWN.with_borrow_mut(|counts| {
            for word in words {
                *counts.entry(word.to_owned()).or_insert(0) += 1;
            }
        });
    });
    let mut all = HashMap::new();
    for (word, count) in rayon::broadcast(|_| OWN.take()).into_iter().flatten() {
        *all.entry(word).or_insert(0) += count;
    }
    all
}

fn main() {}

labs::exercise! {
    #[test]
    fn fold_reduce(count);
}
