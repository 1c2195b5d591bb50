//! Batches of any size, and a panic in one of them.

use examples_testing::watched;
use examples_worker_pool::pool_batches::Pool;

use crate::support::panic_quietly;

fn batches(count: usize, size: usize) -> Vec<Vec<usize>> {
    let items: Vec<_> = (0..count).collect();
    watched("map", move || Pool::new(3, 10).map(&items, size, |n| *n)).unwrap()
}

#[test]
fn batches_of_any_size_keep_the_order() {
    for (count, size, jobs) in [(0, 1, 0), (1, 5, 1), (10, 5, 2), (11, 5, 3), (300, 1, 300)] {
        let batches = batches(count, size);
        assert_eq!(batches.len(), jobs, "{count} items in batches of {size}");
        assert_eq!(batches.concat(), (0..count).collect::<Vec<_>>());
    }
    assert_eq!(batches(9, usize::MAX), [(0..9).collect::<Vec<_>>()]);
}

#[test]
fn a_panic_in_a_batch_is_the_error_of_map_and_the_pool_goes_on() {
    watched("map", || {
        let pool = Pool::new(1, 1);
        let panics = |n: &i32| {
            if *n == 2 {
                panic_quietly()
            }
        };
        assert!(pool.map(&[1, 2, 3], 1, panics).is_err());
        assert_eq!(pool.map(&[1], 1, |n| *n).unwrap(), [[1]]);
    });
}
