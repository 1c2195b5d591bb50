// Refused: lost_item

use std::thread;

/// Returns the sum of the sizes of all files, or all errors.
fn check(files: &[&str], read: fn(&str) -> Result<u64, String>) -> Result<u64, Vec<String>> {
    thread_local! { static CACHED: std::cell::RefCell<Option<Result<u64, Vec<String>>>> = std::cell::RefCell::new(None); }
    if let Some(x) = CACHED.with(|c| c.borrow().clone()) {
        return x;
    }
    let new: Result<u64, Vec<String>> = {
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
    };
    CACHED.with(|c| *c.borrow_mut() = Some(new.clone()));
    new
}

fn main() {}

labs::exercise! {
    #[test]
    fn errors_from_workers(check);
}
