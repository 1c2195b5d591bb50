// A worker can end in three ways: with a value, with an error, or with a panic. `join` tells all three, and
// every handle is joined, also after an error.

use std::thread;

/// Returns the sum of the sizes of all files, or all errors.
fn check(files: &[&str], read: fn(&str) -> Result<u64, String>) -> Result<u64, Vec<String>> {
    let mut sum = 0;
    let mut errors = Vec::new();
    thread::scope(|s| {
        let handles: Vec<_> = files.iter().map(|file| (file, s.spawn(|| read(file)))).collect();
        for (file, handle) in handles {
            match handle.join() {
                Ok(Ok(size)) => sum += size,
                Ok(Err(error)) => errors.push(error),
                Err(_panic) => errors.push(format!("{file}: its worker panicked")),
            }
        }
    });
    if errors.is_empty() { Ok(sum) } else { Err(errors) }
}

fn main() {
    let read = |name: &str| match name.strip_prefix("no ") {
        None => Ok(name.len() as u64),
        Some(name) => Err(format!("{name} is missing")),
    };
    println!("{:?}", check(&["one", "two"], read));
    println!("{:?}", check(&["no one", "two", "no three"], read));
}

labs::exercise! {
    #[test]
    fn errors_from_workers(check);
}
