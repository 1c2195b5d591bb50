use std::collections::BTreeMap;
use std::sync::Mutex;

type Index = Mutex<BTreeMap<u32, u64>>;

fn add(index: &Index, pages: &[u32], words: fn(u32) -> u64) {
    if let [page] = pages {
        let count = words(*page);
        index.lock().unwrap().insert(*page, count);
        return;
    }
    let (left, right) = pages.split_at(pages.len() / 2);
    rayon::join(|| add(index, left, words), || add(index, right, words));
}

fn main() {}

labs::exercise! {
    #[test]
    fn waiting_worker(add);
}
