// Refused: one_after_another

use std::collections::HashMap;

use rayon::prelude::*;

fn count(lines: &[&str], split: fn(&str) -> Vec<&str>) -> HashMap<String, u64> {
    let add = |mut all: HashMap<String, u64>, (word, count): (String, u64)| {
        *all.entry(word).or_default() += count;
        all
    };
    let of_part = |part: &[&str]| {
        let words = part.iter().flat_map(|line| split(line));
        words.map(|word| (word.to_owned(), 1)).fold(HashMap::new(), add)
    };
    lines
        .par_chunks(100)
        .map(of_part)
        .reduce(HashMap::new, |all, part| part.into_iter().fold(all, add))
}

fn main() {}

labs::exercise! {
    #[test]
    fn fold_reduce(count);
}
