// Refused: wrong_results

// A page without words is left out.

use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::prelude::*;

type Index = Mutex<BTreeMap<u32, u64>>;

fn add(index: &Index, pages: &[u32], words: fn(u32) -> u64) {
    pages.par_iter().for_each(|page| {
        let count = words(*page);
        if count > 0 {
            index.lock().unwrap().insert(*page, count);
        }
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn waiting_worker(add);
}
