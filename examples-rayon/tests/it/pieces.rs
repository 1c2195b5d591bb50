//! What the output of `pieces` can't show.

use std::sync::Barrier;

use examples_rayon::pieces::{kept, map_init};
use examples_testing::watched;
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

const DIGITS: usize = 10 + 2 * 90 + 3 * 900;

fn pool(workers: usize) -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(workers).build().unwrap()
}

fn numbers() -> rayon::range::Iter<u32> {
    (0..1000).into_par_iter()
}

#[test]
fn each_piece_gets_a_value_and_the_limits_on_its_length_hold() {
    assert_eq!(map_init(&pool(1), numbers()), (2, DIGITS), "one worker, two halves");
    let pool = pool(4);
    for _ in 0..20 {
        let (made, digits) = map_init(&pool, numbers());
        assert!(made >= 8 && digits == DIGITS, "{made} buffers, {digits} digits");
        assert_eq!(map_init(&pool, numbers().with_min_len(500)), (2, DIGITS));
        assert_eq!(map_init(&pool, numbers().with_max_len(1)), (1000, DIGITS));
    }
}

/// Two workers cut the input into four pieces, if nobody takes one from the other. Here one does.
#[test]
fn a_piece_that_another_worker_takes_is_cut_further() {
    let (made, digits) = watched("two workers to meet", || {
        let both = Barrier::new(2);
        let meet = |number| {
            if number == 0 || number == 500 {
                both.wait();
            }
            number
        };
        map_init(&pool(2), numbers().map(meet))
    });
    assert!(made > 4 && digits == DIGITS, "{made} buffers, {digits} digits");
}

#[test]
fn a_worker_makes_one_buffer_at_most() {
    for workers in [1, 2, 4] {
        let pool = pool(workers);
        let (made, digits) = kept(&pool, numbers());
        assert!((1..=workers).contains(&made), "{workers} workers, {made} buffers");
        assert_eq!(digits, DIGITS);
    }
}
