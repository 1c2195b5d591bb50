// Refused: lost_error

use std::thread;

fn check(files: &[&str], read: fn(&str) -> Result<u64, String>) -> Result<u64, Vec<String>> {
    thread::scope(|s| {
        let handles: Vec<_> = files.iter().map(|file| s.spawn(|| read(file))).collect();
        let mut result = Ok(0);
        for handle in handles {
            match handle.join().unwrap_or_else(|_| Err("a worker panicked".into())) {
                Ok(size) => result = result.map(|sum| sum + size),
                Err(error) => result = Err(vec![error]),
            }
        }
        result
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn errors_from_workers(check);
}
