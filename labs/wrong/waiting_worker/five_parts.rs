// Refused: not_all_at_once

// On more than five threads, some have nothing to do.

use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::prelude::*;

type Index = Mutex<BTreeMap<u32, u64>>;

fn add(index: &Index, pages: &[u32], words: fn(u32) -> u64) {
    pages.par_chunks(pages.len().div_ceil(5).max(1)).for_each(|part| {
        for page in part {
            let count = words(*page);
            index.lock().unwrap().insert(*page, count);
        }
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn waiting_worker(add);
}
