//! What the output of `false_sharing` can't show. No test judges by time.

use std::sync::atomic::AtomicU64;

use crossbeam::utils::CachePadded;
use examples_crossbeam::false_sharing::{bytes_apart, count_to};

#[test]
fn padding_puts_two_counters_into_two_lines() {
    let neighbors = CachePadded::new([AtomicU64::new(0), AtomicU64::new(0)]);
    assert_eq!(bytes_apart(neighbors.each_ref()), 8);
    assert_eq!(neighbors.as_ptr() as usize % 32, 0, "16 bytes from there are in one line");
    let padded = [0, 0].map(|zero| CachePadded::new(AtomicU64::new(zero)));
    assert_eq!(bytes_apart([&padded[0], &padded[1]]), align_of::<CachePadded<AtomicU64>>());
    assert!(bytes_apart([&padded[0], &padded[1]]) >= 32);
}

#[test]
fn no_count_is_lost_in_a_shared_line() {
    let counters = [AtomicU64::new(0), AtomicU64::new(0)];
    count_to(10_000, counters.each_ref());
    assert_eq!(counters.map(AtomicU64::into_inner), [10_000; 2]);
}
