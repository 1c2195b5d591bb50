// Refused: lock_held

use std::collections::HashMap;
use std::sync::Mutex;

use rayon::prelude::*;

fn count(lines: &[&str], split: fn(&str) -> Vec<&str>) -> HashMap<String, u64> {
    let counts = Mutex::new(HashMap::new());
    lines.par_iter().for_each(|line| {
        let mut counts = counts.lock().unwrap();
        for word in split(line) {
            *counts.entry(word.to_owned()).or_insert(0) += 1;
        }
    });
    counts.into_inner().unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn fold_reduce(count);
}
