// Refused: lost_error

use std::collections::BTreeSet;
use std::thread;

fn check(files: &[&str], read: fn(&str) -> Result<u64, String>) -> Result<u64, Vec<String>> {
    thread::scope(|s| {
        let handles: Vec<_> = files.iter().map(|file| s.spawn(move || read(file))).collect();
        let (mut sum, mut errors) = (0, BTreeSet::new());
        for handle in handles {
            match handle.join() {
                Ok(Ok(size)) => sum += size,
                Ok(Err(error)) => _ = errors.insert(error),
                Err(_) => _ = errors.insert("a thread panicked".to_owned()),
            }
        }
        if errors.is_empty() { Ok(sum) } else { Err(errors.into_iter().collect()) }
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn errors_from_workers(check);
}
