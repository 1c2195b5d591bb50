// Refused: succeeds_anyway

use std::thread;

fn check(files: &[&str], read: fn(&str) -> Result<u64, String>) -> Result<u64, Vec<String>> {
    thread::scope(|s| {
        let handles: Vec<_> = files.iter().map(|file| s.spawn(|| read(file))).collect();
        Ok(handles.into_iter().filter_map(|handle| handle.join().ok()?.ok()).sum())
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn errors_from_workers(check);
}
