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
        for _ in 0..100 {
            assert_eq!(sell(0, look_then_take).unwrap(), (0, 0));
            assert_eq!(sell(1, look_then_take).unwrap(), (2, 0));
            assert_eq!(sell(7, look_then_take).unwrap(), (2, 6));
        }
    });
}

#[test]
fn one_step_loses_none() {
    watched("the two buyers to meet at the barrier", || {
        for _ in 0..100 {
            assert_eq!(sell(0, take_in_one_step).unwrap(), (0, 0));
            assert_eq!(sell(1, take_in_one_step).unwrap(), (1, 0));
            assert_eq!(sell(7, take_in_one_step).unwrap(), (2, 5));
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
