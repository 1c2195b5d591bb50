use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::prelude::*;

type Index = Mutex<BTreeMap<u32, u64>>;

fn add(index: &Index, pages: &[u32], words: fn(u32) -> u64) {
    pages.par_iter().for_each(|page| {
        let known = index.lock().unwrap();
        let old = known.get(page).copied();
        drop(known);
        let count = words(*page);
        if old != Some(count) {
            index.lock().unwrap().insert(*page, count);
        }
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn waiting_worker(add);
}
