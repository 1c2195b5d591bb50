// Count without shared state. About 10 minutes.
//
// `count` must return how often each word occurs in the lines. Let Rayon share out the calls of `split`, one
// for each line, to its threads. Until `count` returns, these threads share nothing that they change, such as
// an atomic, or a map under a lock, not even once at the end of a part; only a channel or a queue may take
// the map of a part that has ended. There are thousands of lines, or a few dozen: each of Rayon's threads has
// a share of these as well. A pool of your own is allowed if it has as many threads in each call:
// `rayon::current_num_threads()`. `count` may be called several times at the same time, by `split` as well.
//
// Read: cargo page rayon/fold_reduce

use std::collections::HashMap;

/// Returns how often each word stands in the lines. `split` returns the words of a line.
fn count(lines: &[&str], split: fn(&str) -> Vec<&str>) -> HashMap<String, u64> {
    // TODO: So far one thread counts all words.
    let mut counts = HashMap::new();
    for line in lines {
        for word in split(line) {
            *counts.entry(word.to_owned()).or_insert(0) += 1;
        }
    }
    counts
}

fn main() {
    // Room to try things out; this line ends it when it stands still.
    labs::trial();
    println!("{:?}", count(&["to be", "or not", "to be"], |line| line.split(' ').collect()));
}

labs::exercise! {
    #[test]
    fn fold_reduce(count);
}
