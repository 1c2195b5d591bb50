// `words` first, and the lock afterwards: then the worker holds nothing while it waits. In one line,
// `index.lock().unwrap().insert(*page, words(*page))`, the lock would come first.

use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::prelude::*;

/// What is known: how many words a page has.
type Index = Mutex<BTreeMap<u32, u64>>;

/// Enters what `words` returns for each page. What others enter meanwhile stays.
fn add(index: &Index, pages: &[u32], words: fn(u32) -> u64) {
    pages.par_iter().for_each(|page| {
        let count = words(*page);
        index.lock().unwrap().insert(*page, count);
    });
}

/// Counts in two halves. The worker that began one waits for the other.
fn words(page: u32) -> u64 {
    let (left, right) = rayon::join(|| u64::from(page), || u64::from(page));
    left + right
}

fn main() {
    let index = Index::default();
    rayon::join(|| add(&index, &[1, 2, 3], words), || add(&index, &[4, 5, 6], words));
    println!("{:?}", index.into_inner().unwrap());
}

labs::exercise! {
    #[test]
    fn waiting_worker(add);
}
