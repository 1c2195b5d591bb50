// Each part sends its map through a channel.

use std::collections::HashMap;

use std::sync::mpsc;

use rayon::prelude::*;

fn count(lines: &[&str], split: fn(&str) -> Vec<&str>) -> HashMap<String, u64> {
    let (sender, receiver) = mpsc::channel();
    lines
        .par_iter()
        .fold(HashMap::new, |mut counts: HashMap<String, u64>, line| {
            for word in split(line) {
                *counts.entry(word.to_owned()).or_default() += 1;
            }
            counts
        })
        .for_each_with(sender, |sender, counts| sender.send(counts).unwrap());
    let mut all = HashMap::new();
    for (word, count) in receiver.into_iter().flatten() {
        *all.entry(word).or_insert(0) += count;
    }
    all
}

fn main() {}

labs::exercise! {
    #[test]
    fn fold_reduce(count);
}
