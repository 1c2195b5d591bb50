//! What the output of `atomic_pitfall` can't show.

use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering};

use examples_rayon::atomic_pitfall::{look_then_take, sell, take_in_one_step};
use examples_testing::watched;
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

#[test]
fn two_steps_lose_an_update_every_time() {
    watched("the two buyers to meet at the barrier", || {
        let pool = ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        for _ in 0..200 {
            assert_eq!(sell(&pool, 0, look_then_take), (0, 0));
            assert_eq!(sell(&pool, 1, look_then_take), (2, 0));
            assert_eq!(sell(&pool, 7, look_then_take), (2, 6));
        }
    });
}

#[test]
fn one_step_loses_none() {
    watched("the two buyers to meet at the barrier", || {
        let pool = ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        for _ in 0..200 {
            assert_eq!(sell(&pool, 0, take_in_one_step), (0, 0));
            assert_eq!(sell(&pool, 1, take_in_one_step), (1, 0));
            assert_eq!(sell(&pool, 7, take_in_one_step), (2, 5));
        }
    });
}

#[test]
fn a_crowd_gets_as_many_tickets_as_there_are_seats() {
    let pool = ThreadPoolBuilder::new().num_threads(8).build().unwrap();
    for _ in 0..20 {
        let (seats, no_other_buyer) = (AtomicU32::new(100), Barrier::new(1));
        let buy = |_: &usize| take_in_one_step(&seats, &no_other_buyer);
        let sold = pool.install(|| (0..1_000_usize).into_par_iter().filter(buy).count());
        assert_eq!((sold, seats.load(Ordering::Relaxed)), (100, 0));
    }
}

#[test]
#[should_panic(expected = "each buyer needs its own worker")]
fn a_pool_of_one_is_refused_rather_than_left_to_hang() {
    watched("a refusal", || {
        let pool = ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        sell(&pool, 1, look_then_take);
    });
}
