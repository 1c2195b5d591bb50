//! What the output of `stop_early` can't show.

use std::convert::identity;

use examples_rayon::stop_early::{from_everywhere, from_the_front, meets_at, time_for};
use examples_testing::watched;
use rayon::{ThreadPool, ThreadPoolBuilder};

fn pool(workers: usize) -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(workers).build().unwrap()
}

#[test]
fn two_workers_begin_in_both_halves_and_the_time_ends_both() {
    for _ in 0..50 {
        let done = watched("two workers to meet", || {
            from_everywhere(&pool(2), time_for(10), meets_at(50))
        });
        assert_eq!(done.len(), 10);
        assert!(done.contains(&0) && done.contains(&50), "{done:?}");
        assert!(done.is_sorted(), "the results keep the order of the input");
    }
}

#[test]
fn a_bridge_hands_out_the_first_items() {
    for workers in [2, 4] {
        for _ in 0..50 {
            let mut done = watched("two workers to meet", move || {
                from_the_front(&pool(workers), time_for(10), meets_at(1))
            });
            done.sort();
            assert_eq!(done, (0..10).collect::<Vec<_>>());
        }
    }
}

#[test]
fn without_time_nothing_is_done_and_with_much_time_all() {
    let pool = pool(2);
    assert!(from_everywhere(&pool, time_for(0), identity).is_empty());
    assert!(from_the_front(&pool, time_for(0), identity).is_empty());
    assert_eq!(from_everywhere(&pool, time_for(200), identity).len(), 100);
    assert_eq!(from_the_front(&pool, time_for(200), identity).len(), 100);
}
