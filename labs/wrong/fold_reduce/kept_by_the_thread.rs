// Refused: lost_item

use std::collections::HashMap;

use rayon::prelude::*;

fn count(lines: &[&str], split: fn(&str) -> Vec<&str>) -> HashMap<String, u64> {
    thread_local! { static CACHED: std::cell::RefCell<Option<HashMap<String, u64>>> = std::cell::RefCell::new(None); }
    if let Some(x) = CACHED.with(|c| c.borrow().clone()) {
        return x;
    }
    let new: HashMap<String, u64> = {
        let words: Vec<&str> = lines.par_iter().flat_map(|line| split(line)).collect();
        let mut counts = HashMap::new();
        for word in words {
            *counts.entry(word.to_string()).or_insert(0) += 1;
        }
        counts
    };
    CACHED.with(|c| *c.borrow_mut() = Some(new.clone()));
    new
}

fn main() {}

labs::exercise! {
    #[test]
    fn fold_reduce(count);
}
