// Refused: lock_held

// One of sixteen locks is held, and another page may need it.

use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::prelude::*;

type Index = Mutex<BTreeMap<u32, u64>>;

static TURN: [Mutex<()>; 16] = [const { Mutex::new(()) }; 16];

fn add(index: &Index, pages: &[u32], words: fn(u32) -> u64) {
    pages.par_iter().for_each(|page| {
        // No page is counted twice at the same time.
        let _turn = TURN[*page as usize % TURN.len()].lock().unwrap();
        let count = words(*page);
        index.lock().unwrap().insert(*page, count);
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
