//! What the output of `join` can't show.

use std::sync::Barrier;

use examples_rayon::join::quick_sort;
use examples_testing::watched;
use rayon::ThreadPoolBuilder;

#[test]
fn any_prices_are_sorted_with_any_cut_off_on_any_pool() {
    for workers in [1, 2, 8] {
        let pool = ThreadPoolBuilder::new().num_threads(workers).build().unwrap();
        for length in [0, 1, 2, 3, 10, 1_000, 4_321] {
            let mixed = (0..length).map(|i: u32| i.wrapping_mul(2_654_435_761)).collect();
            for prices in [mixed, vec![7; length as usize], (0..length).rev().collect()] {
                let mut expected = prices.clone();
                expected.sort();
                for cut_off in [0, 1, 2, 100, 1_000_000] {
                    let mut prices = prices.clone();
                    pool.install(|| quick_sort(&mut prices, cut_off));
                    assert_eq!(prices, expected, "{workers} workers, cut-off {cut_off}");
                }
            }
        }
    }
}

#[test]
fn the_cut_off_decides_how_often_join_is_called() {
    let joins = |length: u32, cut_off| quick_sort(&mut (0..length).collect::<Vec<_>>(), cut_off);
    assert_eq!(joins(1_023, 1), 511);
    assert_eq!(joins(1_023, 511), 1);
    assert_eq!(joins(1_023, 510), 3);
    assert_eq!(joins(1_023, 1_023), 0);
    assert_eq!(joins(0, 0), 0);
}

#[test]
fn both_closures_of_a_join_are_at_work_at_once() {
    let (left, right) = watched("both closures to meet at the barrier", || {
        let pool = ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        let barrier = Barrier::new(2);
        let meet = || {
            barrier.wait();
            rayon::current_thread_index()
        };
        pool.join(meet, meet)
    });
    assert_ne!(left, right);
}
