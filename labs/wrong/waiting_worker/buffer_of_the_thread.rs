// Refused: wrong_results

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::prelude::*;

type Index = Mutex<BTreeMap<u32, u64>>;

thread_local! {
    static RESULTS: RefCell<Vec<(u32, u64)>> = const { RefCell::new(Vec::new()) };
}

fn add(index: &Index, pages: &[u32], words: fn(u32) -> u64) {
    pages.par_chunks(2).for_each(|part| {
        RESULTS.with_borrow_mut(Vec::clear); // Those of the job below on the stack, too.
        for &page in part {
            let count = words(page);
            RESULTS.with_borrow_mut(|results| results.push((page, count)));
        }
        index.lock().unwrap().extend(RESULTS.take());
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn waiting_worker(add);
}
