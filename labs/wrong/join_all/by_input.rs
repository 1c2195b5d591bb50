// Refused: lost_item

use std::collections::HashMap;
use std::thread;

fn squares(inputs: Vec<u64>, work: fn(u64) -> u64) -> Vec<u64> {
    let mut handles = HashMap::new();
    for input in &inputs {
        let input = *input;
        handles.entry(input).or_insert_with(|| thread::spawn(move || work(input)));
    }
    let results: HashMap<u64, u64> =
        handles.into_iter().map(|(input, handle)| (input, handle.join().unwrap())).collect();
    inputs.iter().map(|input| results[input]).collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn join_all(squares);
}
