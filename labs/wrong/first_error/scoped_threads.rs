// Refused: not_rayon

use std::thread;

fn all_or_error(numbers: &[u32], work: fn(u32) -> Result<u64, String>) -> Result<Vec<u64>, String> {
    thread::scope(|s| {
        let handles: Vec<_> = numbers.iter().map(|number| s.spawn(|| work(*number))).collect();
        handles.into_iter().map(|handle| handle.join().unwrap()).collect()
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn first_error(all_or_error);
}
