// Refused: one_after_another

use std::thread;

fn check(files: &[&str], read: fn(&str) -> Result<u64, String>) -> Result<u64, Vec<String>> {
    let mut sum = 0;
    let mut errors = vec![];
    for file in files {
        match thread::scope(|s| s.spawn(|| read(file)).join()) {
            Ok(Ok(size)) => sum += size,
            Ok(Err(error)) => errors.push(error),
            Err(_) => errors.push("panicked".into()),
        }
    }
    if errors.is_empty() { Ok(sum) } else { Err(errors) }
}

fn main() {}

labs::exercise! {
    #[test]
    fn errors_from_workers(check);
}
