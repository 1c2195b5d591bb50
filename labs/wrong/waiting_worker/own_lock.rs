// Refused: lock_held

use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::prelude::*;

type Index = Mutex<BTreeMap<u32, u64>>;

fn add(index: &Index, pages: &[u32], words: fn(u32) -> u64) {
    let own = Mutex::new(BTreeMap::new());
    pages.par_iter().for_each(|page| {
        own.lock().unwrap().insert(*page, words(*page));
    });
    index.lock().unwrap().append(&mut own.into_inner().unwrap());
}

fn main() {}

labs::exercise! {
    #[test]
    fn waiting_worker(add);
}
