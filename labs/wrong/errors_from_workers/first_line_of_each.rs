// Refused: wrong_errors

// Only the first line of an error is kept.

use std::thread;

fn check(files: &[&str], read: fn(&str) -> Result<u64, String>) -> Result<u64, Vec<String>> {
    let results: Vec<_> = thread::scope(|s| {
        let threads: Vec<_> = files.iter().map(|file| s.spawn(|| read(file))).collect();
        let join = |thread: thread::ScopedJoinHandle<_>| {
            thread.join().unwrap_or_else(|_| Err("a call panicked".into()))
        };
        threads.into_iter().map(join).collect()
    });
    let first_line = |error: &String| error.lines().next().unwrap_or_default().to_string();
    let errors: Vec<_> = results.iter().filter_map(|result| result.as_ref().err()).map(first_line).collect();
    if errors.is_empty() { Ok(results.into_iter().flatten().sum()) } else { Err(errors) }
}

fn main() {}

labs::exercise! {
    #[test]
    fn errors_from_workers(check);
}
