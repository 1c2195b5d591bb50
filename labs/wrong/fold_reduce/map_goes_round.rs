// Refused: shared

// The map lies in a cell. Who needs it takes it out, and the others look again.

use std::collections::HashMap;

use crossbeam::atomic::AtomicCell;
use rayon::prelude::*;

fn count(lines: &[&str], split: fn(&str) -> Vec<&str>) -> HashMap<String, u64> {
    let cell = AtomicCell::new(Some(HashMap::new()));
    lines.par_iter().for_each(|line| {
        let words = split(line);
        let mut counts = loop {
            match cell.take() {
                Some(counts) => break counts,
                None => std::hint::spin_loop(),
            }
        };
        for word in words {
            *counts.entry(word.to_owned()).or_insert(0) += 1;
        }
        cell.store(Some(counts));
    });
    cell.into_inner().unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn fold_reduce(count);
}
