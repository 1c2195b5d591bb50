// Refused: lost_update

use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::prelude::*;

type Index = Mutex<BTreeMap<u32, u64>>;

fn add(index: &Index, pages: &[u32], words: fn(u32) -> u64) {
    let mut own = std::mem::take(&mut *index.lock().unwrap());
    let counts: Vec<_> = pages.par_iter().map(|page| (*page, words(*page))).collect();
    own.extend(counts);
    *index.lock().unwrap() = own;
}

fn main() {}

labs::exercise! {
    #[test]
    fn waiting_worker(add);
}
