//! A cache looks a key up in one critical section and inserts it in the next: the value is made twice.
//!
//! From: Lu and others, Learning from Mistakes, ASPLOS 2008 (atomicity violation)
//! Fails: assertion

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::thread;

struct Cache {
    pages: Mutex<HashMap<u32, String>>,
    made: Mutex<usize>,
}

fn get(cache: &Cache, key: u32) -> String {
    if let Some(page) = cache.pages.lock().unwrap().get(&key) {
        return page.clone();
    }
    *cache.made.lock().unwrap() += 1;
    let page = format!("page {key}");
    cache.pages.lock().unwrap().insert(key, page.clone());
    page
}

pub fn main() {
    let cache = Arc::new(Cache { pages: Mutex::new(HashMap::new()), made: Mutex::new(0) });
    let theirs = Arc::clone(&cache);
    let other = thread::spawn(move || get(&theirs, 7));
    let page = get(&cache, 7);
    assert_eq!(other.join().unwrap(), page);
    assert_eq!(*cache.made.lock().unwrap(), 1);
}
