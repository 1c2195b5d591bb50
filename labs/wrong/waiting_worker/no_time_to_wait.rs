// Refused: lost_update

// It does not wait for the lock, so nothing is entered while somebody else has it.

use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::prelude::*;

type Index = Mutex<BTreeMap<u32, u64>>;

fn add(index: &Index, pages: &[u32], words: fn(u32) -> u64) {
    let counts: Vec<_> = pages.par_iter().map(|page| (*page, words(*page))).collect();
    match index.try_lock() {
        Ok(mut index) => index.extend(counts),
        Err(_) => eprintln!("the index is in use"),
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn waiting_worker(add);
}
