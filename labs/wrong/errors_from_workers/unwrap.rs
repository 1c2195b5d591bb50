// Refused: panic_spreads

use std::thread;

fn check(files: &[&str], read: fn(&str) -> Result<u64, String>) -> Result<u64, Vec<String>> {
    let mut sum = 0;
    let mut errors = vec![];
    thread::scope(|s| {
        let handles: Vec<_> = files.iter().map(|file| s.spawn(|| read(file))).collect();
        for handle in handles {
            match handle.join().unwrap() {
                Ok(size) => sum += size,
                Err(error) => errors.push(error),
            }
        }
    });
    if errors.is_empty() { Ok(sum) } else { Err(errors) }
}

fn main() {}

labs::exercise! {
    #[test]
    fn errors_from_workers(check);
}
