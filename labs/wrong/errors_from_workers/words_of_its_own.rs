// Refused: wrong_errors

use std::thread;

fn check(files: &[&str], read: fn(&str) -> Result<u64, String>) -> Result<u64, Vec<String>> {
    thread::scope(|s| {
        let handles: Vec<_> = files.iter().map(|file| s.spawn(move || read(file))).collect();
        let (mut sum, mut errors) = (0, Vec::new());
        for (handle, file) in handles.into_iter().zip(files) {
            match handle.join() {
                Ok(Ok(size)) => sum += size,
                _ => errors.push(format!("could not read {file}")),
            }
        }
        if errors.is_empty() { Ok(sum) } else { Err(errors) }
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn errors_from_workers(check);
}
