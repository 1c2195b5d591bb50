//! A cache is looked at under the lock for readers, and again under that for writers before it is filled.
//!
//! From: the documentation of Java's `ReentrantReadWriteLock`, "CachedData"

use std::sync::{Arc, RwLock};
use std::thread;

#[derive(Default)]
struct Cache {
    value: Option<usize>,
    computed: usize,
}

fn get(cache: &RwLock<Cache>) -> usize {
    let known = cache.read().unwrap().value;
    if let Some(value) = known {
        return value;
    }
    let mut cache = cache.write().unwrap();
    if let Some(value) = cache.value {
        return value;
    }
    cache.computed += 1;
    cache.value = Some(7);
    7
}

pub fn main() {
    let cache = Arc::new(RwLock::new(Cache::default()));
    let theirs = Arc::clone(&cache);
    let other = thread::spawn(move || get(&theirs));
    assert_eq!((get(&cache), other.join().unwrap()), (7, 7));
    assert_eq!(cache.read().unwrap().computed, 1);
}
