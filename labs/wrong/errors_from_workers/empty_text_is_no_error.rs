// Refused: succeeds_anyway

// An empty text stands for "no error".

use std::sync::{Arc, Mutex};
use std::thread;

fn check(files: &[&str], read: fn(&str) -> Result<u64, String>) -> Result<u64, Vec<String>> {
    let slots = Arc::new(Mutex::new(vec![(0, String::from("the reader panicked")); files.len()]));
    let mut handles = Vec::new();
    for (place, file) in files.iter().enumerate() {
        let (file, slots) = (file.to_string(), Arc::clone(&slots));
        handles.push(thread::spawn(move || {
            let slot = match read(&file) {
                Ok(size) => (size, String::new()),
                Err(error) => (0, error),
            };
            slots.lock().unwrap()[place] = slot;
        }));
    }
    for handle in handles {
        let _ = handle.join();
    }
    let slots = std::mem::take(&mut *slots.lock().unwrap());
    let sum = slots.iter().map(|slot| slot.0).sum();
    let errors: Vec<String> = slots.into_iter().map(|slot| slot.1).filter(|text| !text.is_empty()).collect();
    if errors.is_empty() { Ok(sum) } else { Err(errors) }
}

fn main() {}

labs::exercise! {
    #[test]
    fn errors_from_workers(check);
}
