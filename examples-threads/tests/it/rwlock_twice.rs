//! What the output of `rwlock_twice` can't show.

use std::sync::Mutex;
use std::time::Duration;

use examples_testing::watched;
use examples_threads::rwlock_twice::average;

#[test]
fn a_second_read_behind_a_waiting_writer_stands_still_every_time() {
    for _ in 0..10 {
        assert_eq!(average(true, true, Duration::from_millis(20)), None);
    }
}

#[test]
fn without_a_writer_or_with_one_read_it_ends() {
    watched("the averages", || {
        for (writer, twice) in [(false, true), (true, false), (false, false)] {
            assert_eq!(average(writer, twice, Duration::MAX), Some(300));
        }
    });
}

#[test]
fn a_mutex_is_not_reentrant() {
    let stock = Mutex::new(5);
    let _held = stock.lock().unwrap();
    let error = stock.try_lock().expect_err("this thread has it").to_string();
    assert_eq!(error, "try_lock failed because the operation would block");
}
