// Refused: lock_held

use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::prelude::*;

type Index = Mutex<BTreeMap<u32, u64>>;

fn add(index: &Index, pages: &[u32], words: fn(u32) -> u64) {
    pages.par_iter().for_each(|page| {
        index.lock().unwrap().insert(*page, words(*page));
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn waiting_worker(add);
}
