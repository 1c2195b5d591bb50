use std::collections::BTreeMap;
use std::sync::{Mutex, mpsc};

use rayon::prelude::*;

type Index = Mutex<BTreeMap<u32, u64>>;

fn add(index: &Index, pages: &[u32], words: fn(u32) -> u64) {
    let (sender, counts) = mpsc::channel();
    pages.par_iter().for_each_with(sender, |sender, page| {
        sender.send((*page, words(*page))).unwrap();
    });
    for (page, count) in counts {
        index.lock().unwrap().insert(page, count);
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn waiting_worker(add);
}
