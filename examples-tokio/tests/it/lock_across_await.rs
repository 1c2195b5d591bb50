use std::sync::{Mutex, mpsc};
use std::thread;
use std::time::Duration;

use examples_testing::watched;
use examples_tokio::lock_across_await::{mistake, ways_out};
use tokio::task;

#[test]
fn a_guard_across_an_await_stops_the_thread_every_time() {
    for _ in 0..10 {
        let (sender, left) = mpsc::channel();
        thread::spawn(move || sender.send(mistake()));
        left.recv_timeout(Duration::from_millis(20)).unwrap_err();
    }
}

#[test]
fn both_ways_out_let_only_one_withdrawal_succeed() {
    for _ in 0..100 {
        assert_eq!(watched("both ways out", ways_out), (40, 40));
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
