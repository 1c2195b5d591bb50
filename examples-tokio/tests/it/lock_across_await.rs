use std::sync::Mutex;
use std::time::Duration;

use examples_tokio::lock_across_await::{
    async_lock, guard_across_await, guard_in_a_block, on_one_thread,
};
use tokio::task;

#[test]
fn a_guard_across_an_await_stops_the_thread_every_time() {
    for _ in 0..10 {
        assert_eq!(on_one_thread(guard_across_await, Duration::from_millis(20)), None);
    }
}

#[test]
fn both_ways_out_let_only_one_withdrawal_succeed() {
    let watchdog = Duration::from_secs(60);
    for _ in 0..100 {
        let left = [on_one_thread(guard_in_a_block, watchdog), on_one_thread(async_lock, watchdog)];
        assert_eq!(left, [Some(40), Some(40)], "`None`: still waiting after a minute");
    }
}

/// The gallery has the other half: a guard that was used and then dropped is refused.
#[test]
fn a_guard_that_is_only_dropped_does_not_keep_a_future_from_moving() {
    fn can_move_to_another_thread(_: impl Send) {}
    static VISITS: Mutex<u32> = Mutex::new(0);
    can_move_to_another_thread(async {
        let visits = VISITS.lock().unwrap();
        drop(visits);
        task::yield_now().await;
    });
}
