// Refused: outlives_the_call

// Two calls at the same time take each other's errors.

use std::mem::take;
use std::sync::Mutex;
use std::thread;

static ERRORS: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn check(files: &[&str], read: fn(&str) -> Result<u64, String>) -> Result<u64, Vec<String>> {
    let sum = thread::scope(|s| {
        let handles: Vec<_> = files.iter().map(|file| s.spawn(|| read(file))).collect();
        let mut sum = 0;
        for handle in handles {
            match handle.join().unwrap_or_else(|_| Err("a panic".into())) {
                Ok(size) => sum += size,
                Err(error) => ERRORS.lock().unwrap().push(error),
            }
        }
        sum
    });
    let errors = take(&mut *ERRORS.lock().unwrap());
    if errors.is_empty() { Ok(sum) } else { Err(errors) }
}

fn main() {}

labs::exercise! {
    #[test]
    fn errors_from_workers(check);
}
