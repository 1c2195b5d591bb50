use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::prelude::*;

type Index = Mutex<BTreeMap<u32, u64>>;

fn add(index: &Index, pages: &[u32], words: fn(u32) -> u64) {
    pages.iter().par_bridge().for_each(|page| {
        let count = words(*page);
        index.lock().unwrap().insert(*page, count);
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn waiting_worker(add);
}
