//! What the output of `fold_reduce` can't show.

use std::collections::HashMap;

use examples_rayon::fold_reduce::count_words;
use rayon::ThreadPoolBuilder;

fn one_by_one(text: &str) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        *counts.entry(word.to_lowercase()).or_default() += 1;
    }
    counts
}

#[test]
fn a_larger_text_has_the_same_counts_as_one_by_one() {
    let names = ["ferry", "Harbour", "rope", "tide", "GULL", "été"];
    let text: String = (0..20_000)
        .map(|i: usize| format!("{} {},\n", names[i * i % 6], names[i / 7 % 6]))
        .collect();
    let expected = one_by_one(&text);
    assert_eq!(expected.len(), 6);
    assert_eq!(expected.values().sum::<usize>(), 40_000);
    for workers in [1, 2, 8] {
        let pool = ThreadPoolBuilder::new().num_threads(workers).build().unwrap();
        assert_eq!(pool.install(|| count_words(&text)), expected, "{workers} workers");
    }
}

#[test]
fn capitals_and_what_stands_between_words_do_not_count() {
    let counts = count_words("Row, row -- ROW!\r\n\n42 boats;row");
    let expected = [("row".to_string(), 4), ("boats".to_string(), 1)];
    assert_eq!(counts, HashMap::from(expected));
}

#[test]
fn a_text_without_words_has_no_counts() {
    for text in ["", "\n", " \n 1 2 3 \n\n"] {
        assert_eq!(count_words(text), HashMap::new(), "{text:?}");
    }
}
