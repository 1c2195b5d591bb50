//! Counts words with `fold` and `reduce`: each job has its own map, nothing is shared.
//!
//! Article B, "Rayon", best practices: avoid shared state, aggregate with `fold` and `reduce`. In
//! the listing before, the result was a number and `sum` was enough; here it is a map.
//!
//! Run: `cargo run -p examples-rayon -- fold_reduce`
//! Paste: `cargo add rayon`

use std::collections::HashMap;

use rayon::prelude::*;

const TEXT: &str = "\
The miller asks the river for water,
the river asks the cloud for rain,
the cloud asks the sea,
and the sea asks the river.
";

/// Returns how often each word occurs, in capitals or not. A word is a run of letters.
pub fn count_words(text: &str) -> HashMap<String, usize> {
    text.par_lines()
        // A job takes many lines. It starts with an empty map and adds each of its words to it.
        .fold(HashMap::new, |mut counts, line| {
            let words = line.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
            for word in words {
                *counts.entry(word.to_lowercase()).or_default() += 1;
            }
            counts
        })
        // Now there is a map for each job. `reduce` merges two of them until one is left.
        .reduce(HashMap::new, merge)
}

/// Adds the smaller map to the larger, which moves fewer words. The result is the same either way.
fn merge(a: HashMap<String, usize>, b: HashMap<String, usize>) -> HashMap<String, usize> {
    let (mut large, small) = if a.len() < b.len() { (b, a) } else { (a, b) };
    for (word, count) in small {
        *large.entry(word).or_default() += count;
    }
    large
}

pub fn main() {
    let mut counts: Vec<_> = count_words(TEXT).into_iter().collect();
    // A map has no order: sort by falling count, and words of the same count by name.
    counts.sort_by(|(a, a_count), (b, b_count)| b_count.cmp(a_count).then(a.cmp(b)));
    for (word, count) in counts {
        println!("{count:2} {word}");
    }
}
