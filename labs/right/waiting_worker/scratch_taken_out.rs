use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::prelude::*;

type Index = Mutex<BTreeMap<u32, u64>>;

thread_local!(static SCRATCH: RefCell<Vec<u64>> = const { RefCell::new(vec![]) });

fn add(index: &Index, pages: &[u32], words: fn(u32) -> u64) {
    pages.par_iter().for_each(|page| {
        let mut scratch = SCRATCH.take();
        scratch.clear();
        scratch.push(words(*page));
        index.lock().unwrap().insert(*page, scratch[0]);
        SCRATCH.set(scratch);
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn waiting_worker(add);
}
