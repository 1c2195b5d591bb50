// Refused: not_rayon

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::thread;

type Index = Mutex<BTreeMap<u32, u64>>;

fn add(index: &Index, pages: &[u32], words: fn(u32) -> u64) {
    thread::scope(|s| {
        for page in pages {
            s.spawn(move || {
                let count = words(*page);
                index.lock().unwrap().insert(*page, count);
            });
        }
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn waiting_worker(add);
}
