// Refused: worker_blocked

use std::collections::BTreeMap;
use std::sync::{Mutex, mpsc};

type Index = Mutex<BTreeMap<u32, u64>>;

fn add(index: &Index, pages: &[u32], words: fn(u32) -> u64) {
    let (sender, counts) = mpsc::channel();
    for page in pages.iter().copied() {
        let sender = sender.clone();
        rayon::spawn(move || sender.send((page, words(page))).unwrap());
    }
    drop(sender);
    for (page, count) in counts {
        index.lock().unwrap().insert(page, count);
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn waiting_worker(add);
}
