// Refused: busy_waiting

use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::prelude::*;

type Index = Mutex<BTreeMap<u32, u64>>;

fn add(index: &Index, pages: &[u32], words: fn(u32) -> u64) {
    pages.par_iter().for_each(|page| {
        let mut index = loop {
            match index.try_lock() {
                Ok(index) => break index,
                Err(_) => rayon::yield_now(),
            };
        };
        index.insert(*page, words(*page));
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn waiting_worker(add);
}
