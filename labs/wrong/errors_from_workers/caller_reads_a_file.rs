// Refused: on_the_caller

// The calling thread reads the last file.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

fn check(files: &[&str], read: fn(&str) -> Result<u64, String>) -> Result<u64, Vec<String>> {
    let read = |file: &str| {
        let panics = |_| Err(format!("{file}: panic"));
        catch_unwind(AssertUnwindSafe(|| read(file))).unwrap_or_else(panics)
    };
    let Some((last, others)) = files.split_last() else { return Ok(0) };
    let results: Vec<_> = thread::scope(|s| {
        let threads: Vec<_> = others.iter().map(|file| s.spawn(|| read(file))).collect();
        let last = read(last);
        threads.into_iter().map(|thread| thread.join().unwrap()).chain([last]).collect()
    });
    let (good, bad): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
    match bad.is_empty() {
        true => Ok(good.into_iter().flatten().sum()),
        false => Err(bad.into_iter().filter_map(Result::err).collect()),
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn errors_from_workers(check);
}
