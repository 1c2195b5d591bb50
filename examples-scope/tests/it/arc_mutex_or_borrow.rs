use std::collections::BTreeMap;
use std::sync::Arc;

use examples_scope::arc_mutex_or_borrow::{count_borrowed, count_by_messages, count_shared};
use examples_testing::watched;

fn agree(lines: Vec<String>, expected: &[(&str, usize)]) {
    let expected: BTreeMap<String, usize> =
        expected.iter().map(|(level, count)| (level.to_string(), *count)).collect();
    let owned = |counts: BTreeMap<&str, usize>| -> BTreeMap<String, usize> {
        counts.into_iter().map(|(level, count)| (level.to_string(), count)).collect()
    };
    let counts = watched("the three ways to count", move || {
        let (borrowed, sent) = (owned(count_borrowed(&lines)), owned(count_by_messages(&lines)));
        [count_shared(Arc::new(lines)), borrowed, sent]
    });
    for (way, counts) in ["shared", "borrowed", "by messages"].iter().zip(counts) {
        assert_eq!(counts, expected, "{way}");
    }
}

#[test]
fn no_lines_have_no_counts() {
    agree(vec![], &[]);
}

#[test]
fn a_line_without_a_word_is_not_counted() {
    agree(["", "  ", "INFO", " WARN x"].map(String::from).to_vec(), &[("INFO", 1), ("WARN", 1)]);
}

#[test]
fn fewer_lines_than_workers() {
    agree(vec!["INFO listening".to_string()], &[("INFO", 1)]);
}

/// Far more lines than the channel holds, and all workers after the same two levels.
#[test]
fn no_count_is_lost() {
    let level = |n| if n % 5 == 0 { "ERROR" } else { "INFO" };
    let lines = (0..10_000).map(|n| format!("{} line {n}", level(n))).collect();
    agree(lines, &[("ERROR", 2_000), ("INFO", 8_000)]);
}
