use std::time::Duration;

use examples_testing::watched;
use examples_threads::lock_order::{First, run_two};

#[test]
fn two_lock_orders_deadlock_every_time() {
    for _ in 0..10 {
        assert_eq!(run_two(First::Payer, Duration::from_millis(20)), None);
    }
}

#[test]
fn one_lock_order_never_does() {
    for _ in 0..200 {
        let balances =
            watched("two transfers in one lock order", || run_two(First::Lower, Duration::MAX));
        assert_eq!(balances, Some([7_500, 12_500]));
    }
}
