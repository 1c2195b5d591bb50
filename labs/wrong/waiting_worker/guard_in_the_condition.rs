// Refused: lock_held

// The guard lives to the end of the `if let`, for a page that is known.

use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::prelude::*;

type Index = Mutex<BTreeMap<u32, u64>>;

fn add(index: &Index, pages: &[u32], words: fn(u32) -> u64) {
    pages.par_iter().for_each(|page| {
        if let Some(count) = index.lock().unwrap().get_mut(page) {
            *count = words(*page);
        } else {
            let count = words(*page);
            index.lock().unwrap().insert(*page, count);
        }
    });
}

fn words(page: u32) -> u64 {
    let (left, right) = rayon::join(|| u64::from(page), || u64::from(page));
    left + right
}

fn main() {}

labs::exercise! {
    #[test]
    fn waiting_worker(add);
}
