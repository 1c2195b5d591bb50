// Threads that own a copy of the name.

use std::thread;

fn check(files: &[&str], read: fn(&str) -> Result<u64, String>) -> Result<u64, Vec<String>> {
    let handles: Vec<_> = files
        .iter()
        .map(|file| {
            let file = file.to_string();
            thread::spawn(move || read(&file))
        })
        .collect();
    handles.into_iter().fold(Ok(0), |all, handle| {
        let one = handle.join().unwrap_or_else(|_| Err("a thread panicked".into()));
        match (all, one) {
            (Ok(sum), Ok(size)) => Ok(sum + size),
            (Err(errors), Ok(_)) => Err(errors),
            (Ok(_), Err(error)) => Err(vec![error]),
            (Err(mut errors), Err(error)) => {
                errors.push(error);
                Err(errors)
            }
        }
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn errors_from_workers(check);
}
