// Refused: sequential

use std::panic::catch_unwind;

fn check(files: &[&str], read: fn(&str) -> Result<u64, String>) -> Result<u64, Vec<String>> {
    let mut sum = 0;
    let mut errors = vec![];
    for file in files {
        match catch_unwind(|| read(file)) {
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
