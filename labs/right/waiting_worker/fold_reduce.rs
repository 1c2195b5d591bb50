use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::prelude::*;

type Index = Mutex<BTreeMap<u32, u64>>;

fn add(index: &Index, pages: &[u32], words: fn(u32) -> u64) {
    let enter = |mut counts: BTreeMap<u32, u64>, page: &u32| {
        counts.insert(*page, words(*page));
        counts
    };
    let merge = |mut left: BTreeMap<u32, u64>, mut right| {
        left.append(&mut right);
        left
    };
    let mut counts = pages.par_iter().fold(BTreeMap::new, enter).reduce(BTreeMap::new, merge);
    index.lock().unwrap().append(&mut counts);
}

fn main() {}

labs::exercise! {
    #[test]
    fn waiting_worker(add);
}
