//! What the listings' output can't show.

use std::panic::{self, AssertUnwindSafe};
use std::thread;
use std::time::Duration;

use examples_testing::watched;
use examples_threads::{
    lock_order, panic_in_join, preemption, shared_counter, stack_size, std_channel,
};

#[test]
fn a_payload_that_is_no_text_has_a_stand_in() {
    let payload = thread::spawn(|| panic::panic_any(7)).join().unwrap_err();
    assert_eq!(panic_in_join::panic_text(&*payload), "(something other than text)");
}

#[test]
fn boxes_are_rounded_up() {
    assert_eq!(["1 a", "6 a", "7 a"].map(panic_in_join::boxes), [1, 1, 2]);
    for bad in ["", "x", "-1 apples", "99999999999 apples", "0 a"] {
        let result = panic::catch_unwind(AssertUnwindSafe(|| panic_in_join::boxes(bad)));
        assert!(result.is_err(), "{bad:?}");
    }
}

#[test]
fn no_step_of_the_counters_is_lost() {
    for _ in 0..20 {
        assert_eq!(shared_counter::with_mutex(), 4_000);
        assert_eq!(shared_counter::with_rwlock(), 4_000);
        assert_eq!(shared_counter::with_atomic(), 4_000);
    }
}

#[test]
fn a_moved_counter_stays_zero() {
    assert_eq!(shared_counter::with_copies(), (vec![1_000; 4], 0));
}

#[test]
fn counts_come_in_the_order_of_the_parts() {
    assert_eq!(std_channel::gets_by_worker(&[]), [0; 0]);
    let parts = &["", "GET /\nGET /", "POST /", "GET /\n"];
    for _ in 0..100 {
        let counts = watched("the channel to close", || std_channel::gets_by_worker(parts));
        assert_eq!(counts, [0, 2, 0, 1]);
    }
}

#[test]
fn two_lock_orders_deadlock_every_time() {
    for _ in 0..10 {
        let deadline = Duration::from_millis(20);
        assert_eq!(lock_order::run_two(lock_order::transfer_payer_first, deadline), None);
    }
}

#[test]
fn one_lock_order_never_does() {
    for _ in 0..200 {
        let balances = watched("two transfers in one lock order", || {
            lock_order::run_two(lock_order::transfer_lower_id_first, Duration::MAX)
        });
        assert_eq!(balances, Some([7_500, 12_500]));
    }
}

#[test]
fn a_stack_is_as_large_as_asked_for() {
    let asked = 256;
    let stack = watched("100 threads to tell and end", move || {
        stack_size::stacks(Some(asked * 1024)).expect("100 threads start")
    });
    assert_eq!(stack.is_some(), cfg!(target_os = "linux"));
    if let Some(stack) = stack {
        assert!(stack.reserved >= asked as u64, "{stack:?}");
        assert!(0 < stack.resident && stack.resident < stack.reserved, "{stack:?}");
    }
}

#[test]
fn every_spinning_thread_makes_progress() {
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
    let told = watched("all spinning threads to pass 1,000 rounds", move || {
        preemption::spin(3 * cores, 1_000)
    });
    assert_eq!(told.is_some(), cfg!(target_os = "linux"));
}
