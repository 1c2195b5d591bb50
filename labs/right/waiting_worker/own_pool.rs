use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

type Index = Mutex<BTreeMap<u32, u64>>;

fn add(index: &Index, pages: &[u32], words: fn(u32) -> u64) {
    let pool = ThreadPoolBuilder::new().build().unwrap();
    let counts: Vec<_> =
        pool.install(|| pages.par_iter().map(|page| (*page, words(*page))).collect());
    index.lock().unwrap().extend(counts);
}

fn main() {}

labs::exercise! {
    #[test]
    fn waiting_worker(add);
}
