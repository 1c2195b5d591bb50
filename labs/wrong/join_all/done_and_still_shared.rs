// Refused: panicked

use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::thread;

fn squares(inputs: Vec<u64>, work: fn(u64) -> u64) -> Vec<u64> {
    let results = Arc::new(Mutex::new(vec![0; inputs.len()]));
    let (sender, done) = mpsc::channel();
    let count = inputs.len();
    for (place, input) in inputs.into_iter().enumerate() {
        let (results, sender) = (Arc::clone(&results), sender.clone());
        thread::spawn(move || {
            let result = work(input);
            results.lock().unwrap()[place] = result;
            let _ = sender.send(());
            drop(results);
        });
    }
    done.iter().take(count).for_each(drop);
    Arc::into_inner(results).expect("all are done").into_inner().unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn join_all(squares);
}
