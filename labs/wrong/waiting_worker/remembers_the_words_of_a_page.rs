// Refused: outlives_the_call

use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::prelude::*;

type Index = Mutex<BTreeMap<u32, u64>>;

static EARLIER: Mutex<BTreeMap<u32, u64>> = Mutex::new(BTreeMap::new());

fn add(index: &Index, pages: &[u32], words: fn(u32) -> u64) {
    pages.par_iter().for_each(|&page| {
        let earlier = EARLIER.lock().unwrap().get(&page).copied();
        let count = earlier.unwrap_or_else(|| words(page));
        EARLIER.lock().unwrap().insert(page, count);
        index.lock().unwrap().insert(page, count);
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn waiting_worker(add);
}
