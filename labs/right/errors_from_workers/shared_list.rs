// The errors are in a list behind a lock, which a panic can't poison.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

fn check(files: &[&str], read: fn(&str) -> Result<u64, String>) -> Result<u64, Vec<String>> {
    let (sum, errors) = (AtomicU64::new(0), Mutex::new(vec![]));
    crossbeam::scope(|s| {
        let handles: Vec<_> = files
            .iter()
            .map(|file| {
                s.spawn(|_| match read(file) {
                    Ok(size) => _ = sum.fetch_add(size, Relaxed),
                    Err(error) => errors.lock().unwrap().push(error),
                })
            })
            .collect();
        for handle in handles {
            if let Err(panic) = handle.join() {
                let words = panic.downcast_ref::<&str>().unwrap_or(&"?").to_string();
                errors.lock().unwrap().push(words);
            }
        }
    })
    .unwrap();
    let errors = errors.into_inner().unwrap();
    if errors.is_empty() { Ok(sum.into_inner()) } else { Err(errors) }
}

fn main() {}

labs::exercise! {
    #[test]
    fn errors_from_workers(check);
}
