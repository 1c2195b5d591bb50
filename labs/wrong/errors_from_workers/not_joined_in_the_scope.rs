// Refused: panic_spreads

use std::sync::Mutex;
use std::thread;

fn check(files: &[&str], read: fn(&str) -> Result<u64, String>) -> Result<u64, Vec<String>> {
    let (sum, errors) = (Mutex::new(0), Mutex::new(vec![]));
    thread::scope(|s| {
        for file in files {
            s.spawn(|| match read(file) {
                Ok(size) => *sum.lock().unwrap() += size,
                Err(error) => errors.lock().unwrap().push(error),
            });
        }
    });
    let errors = errors.into_inner().unwrap();
    if errors.is_empty() { Ok(sum.into_inner().unwrap()) } else { Err(errors) }
}

fn main() {}

labs::exercise! {
    #[test]
    fn errors_from_workers(check);
}
