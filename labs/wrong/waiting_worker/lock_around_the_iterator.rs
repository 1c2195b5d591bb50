// Refused: lock_held

use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::prelude::*;

type Index = Mutex<BTreeMap<u32, u64>>;

fn add(index: &Index, pages: &[u32], words: fn(u32) -> u64) {
    let mut index = index.lock().unwrap();
    let counts: Vec<_> = pages.par_iter().map(|page| (*page, words(*page))).collect();
    index.extend(counts);
}

fn main() {}

labs::exercise! {
    #[test]
    fn waiting_worker(add);
}
