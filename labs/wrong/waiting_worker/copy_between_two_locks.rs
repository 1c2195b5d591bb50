// Refused: lost_update

// The index is copied under one lock, and put back under the next.

use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::prelude::*;

type Index = Mutex<BTreeMap<u32, u64>>;

fn add(index: &Index, pages: &[u32], words: fn(u32) -> u64) {
    let counts: Vec<_> = pages.par_iter().map(|page| (*page, words(*page))).collect();
    let mut copy = index.lock().unwrap().clone();
    copy.extend(counts);
    *index.lock().unwrap() = copy;
}

fn main() {}

labs::exercise! {
    #[test]
    fn waiting_worker(add);
}
