// Refused: wrong_result

// The largest number stands for an error; a file may have this size.

use std::thread;

fn check(files: &[&str], read: fn(&str) -> Result<u64, String>) -> Result<u64, Vec<String>> {
    let read = |file| read(file).map_or_else(|error| (u64::MAX, error), |size| (size, String::new()));
    thread::scope(|s| {
        let handles: Vec<_> = files.iter().map(|file| s.spawn(move || read(file))).collect();
        let results = handles.into_iter().map(|handle| handle.join());
        let results = results.map(|result| result.unwrap_or((u64::MAX, "a panic".into())));
        let (bad, good): (Vec<_>, Vec<_>) = results.partition(|(size, _)| *size == u64::MAX);
        if bad.is_empty() {
            Ok(good.into_iter().map(|(size, _)| size).sum())
        } else {
            Err(bad.into_iter().map(|(_, error)| error).collect())
        }
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn errors_from_workers(check);
}
