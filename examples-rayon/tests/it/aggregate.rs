//! What the output of `aggregate` can't show.

use examples_rayon::aggregate::{parallel_aggregation, reproducible_aggregation};
use rayon::{ThreadPool, ThreadPoolBuilder};

fn pool(workers: usize) -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(workers).build().unwrap()
}

fn inverses() -> Vec<f64> {
    (1..=50_500).map(|k| 1.0 / f64::from(k)).collect()
}

#[test]
fn fixed_chunks_have_the_same_bits_on_any_pool_and_on_none() {
    let numbers = inverses(); // the last chunk is half full
    let square_sum = |chunk: &[f64]| chunk.iter().map(|x| x * x).sum::<f64>();
    let expected: f64 = numbers.chunks(1_000).map(square_sum).sum();
    for workers in [1, 2, 3, 8] {
        let pool = pool(workers);
        for _ in 0..10 {
            let sum = pool.install(|| reproducible_aggregation(&numbers));
            assert_eq!(sum.to_bits(), expected.to_bits(), "{workers} workers");
        }
    }
}

#[test]
fn one_more_grouping_other_last_digits() {
    // That the test above can fail: on the same numbers another grouping has another sum.
    let one_by_one: f64 = inverses().iter().map(|x| x * x).sum();
    assert_ne!(one_by_one.to_bits(), reproducible_aggregation(&inverses()).to_bits());
}

#[test]
fn all_groupings_are_close() {
    let numbers = inverses();
    let expected: f64 = numbers.iter().map(|x| x * x).sum();
    for workers in [1, 2, 8] {
        let sum = pool(workers).install(|| parallel_aggregation(&numbers));
        assert!((sum - expected).abs() < 1e-11, "{workers} workers: {sum} and {expected}");
    }
}

#[test]
fn where_nothing_is_rounded_the_sums_are_equal() {
    let numbers: Vec<f64> = (1..=10_000).map(f64::from).collect(); // the sum is below 2^53
    assert_eq!(parallel_aggregation(&numbers), 333_383_335_000.0);
    assert_eq!(reproducible_aggregation(&numbers), 333_383_335_000.0);
}

#[test]
fn without_numbers_the_sum_is_zero() {
    assert_eq!(parallel_aggregation(&[]), 0.0);
    assert_eq!(reproducible_aggregation(&[]), 0.0);
}
