// Refused: wrong_result

use std::panic::catch_unwind;
use std::sync::mpsc;
use std::thread;

fn check(files: &[&str], read: fn(&str) -> Result<u64, String>) -> Result<u64, Vec<String>> {
    let (sender, receiver) = mpsc::channel();
    thread::scope(|s| {
        for file in files {
            let sender = sender.clone();
            s.spawn(move || {
                let result = catch_unwind(|| read(file));
                let result = result.unwrap_or_else(|_| Err("panicked".to_owned()));
                sender.send(result.map_err(|error| format!("{file}: {error}"))).unwrap();
            });
        }
    });
    drop(sender);
    let (good, bad): (Vec<_>, Vec<_>) = receiver.into_iter().partition(Result::is_ok);
    if bad.is_empty() {
        Ok(good.into_iter().take(16).flatten().sum())
    } else {
        Err(bad.into_iter().filter_map(Result::err).collect())
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn errors_from_workers(check);
}
