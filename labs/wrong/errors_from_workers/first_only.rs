// Refused: lost_error

use std::thread;

fn check(files: &[&str], read: fn(&str) -> Result<u64, String>) -> Result<u64, Vec<String>> {
    thread::scope(|s| {
        let handles: Vec<_> = files.iter().map(|file| s.spawn(|| read(file))).collect();
        let results = handles
            .into_iter()
            .map(|handle| handle.join().unwrap_or_else(|_| Err("a worker panicked".into())));
        results.sum::<Result<u64, String>>().map_err(|error| vec![error])
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn errors_from_workers(check);
}
