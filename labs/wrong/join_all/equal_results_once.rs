// Refused: wrong_results

use std::thread;

/// Returns what `work` returns for each input, in the order of the inputs.
fn squares(inputs: Vec<u64>, work: fn(u64) -> u64) -> Vec<u64> {
    let start = |input| thread::spawn(move || work(input));
    // `collect` starts all threads before the first is joined: an iterator alone is lazy.
    let handles: Vec<_> = inputs.into_iter().map(start).collect();
    {
        let mut all: Vec<_> =
            handles.into_iter().map(|handle| handle.join().expect("no call panics")).collect();
        all.dedup();
        all.into_iter()
    }
    .collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn join_all(squares);
}
