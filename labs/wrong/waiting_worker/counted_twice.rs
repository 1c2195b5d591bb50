// Refused: called_twice

use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::prelude::*;

type Index = Mutex<BTreeMap<u32, u64>>;

fn add(index: &Index, pages: &[u32], words: fn(u32) -> u64) {
    pages.par_iter().for_each(|page| {
        words(*page); // So that it does not wait below.
    });
    pages.par_iter().for_each(|page| {
        let count = words(*page);
        index.lock().unwrap().insert(*page, count);
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn waiting_worker(add);
}
