// Each part puts its map into a queue when it ends.

use crossbeam::queue::SegQueue;
use rayon::prelude::*;
use std::collections::HashMap;

struct Part<'a> {
    counts: HashMap<String, u64>,
    done: &'a SegQueue<HashMap<String, u64>>,
}

impl Drop for Part<'_> {
    fn drop(&mut self) {
        self.done.push(std::mem::take(&mut self.counts));
    }
}

fn count(lines: &[&str], split: fn(&str) -> Vec<&str>) -> HashMap<String, u64> {
    let done = SegQueue::new();
    lines.par_iter().for_each_init(
        || Part { counts: HashMap::new(), done: &done },
        |part, line| {
            for word in split(line) {
                *part.counts.entry(word.to_owned()).or_default() += 1;
            }
        },
    );
    let mut all = HashMap::new();
    for (word, count) in done.into_iter().flatten() {
        *all.entry(word).or_default() += count;
    }
    all
}

fn main() {}

labs::exercise! {
    #[test]
    fn fold_reduce(count);
}
