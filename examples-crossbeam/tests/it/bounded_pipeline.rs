//! The bound is exact, whatever it is.

use std::time::Duration;

use crossbeam::channel::{self, SendTimeoutError, TrySendError};
use examples_crossbeam::bounded_pipeline::{Report, producer_consumer_pipeline};
use examples_testing::watched;

fn run(items: u32, places: usize) -> Report {
    watched("the pipeline to end", move || producer_consumer_pipeline(items, places))
}

#[test]
fn every_result_is_processed_once_whatever_the_bound() {
    for places in [0, 1, 3, 99, 100, 5000] {
        let report = run(1000, places);
        assert_eq!((report.processed, report.total), (1000, 332_833_500), "{places} places");
        assert!(report.longest_queue <= places);
    }
}

#[test]
fn no_items_end_the_pipeline_at_once() {
    let report = run(0, 100);
    assert_eq!(report.longest_queue, 0);
    assert_eq!((report.processed, report.total), (0, 0));
}

#[test]
fn the_queue_takes_as_many_results_as_it_has_places_and_no_more() {
    for places in [1, 7, 100] {
        let (sender, _receiver) = channel::bounded(places);
        let taken = (0..).take_while(|result| sender.try_send(*result).is_ok()).count();
        assert_eq!(taken, places);
    }
}

#[test]
fn nobody_makes_room_when_sender_and_receiver_are_one_thread() {
    let (sender, receiver) = channel::bounded(2);
    assert_eq!(sender.try_send(1), Ok(()));
    assert_eq!(sender.try_send(2), Ok(()));
    // `send` would wait forever. The wait is the subject: it can't end in another way.
    let waited = sender.send_timeout(3, Duration::from_millis(20));
    assert_eq!(waited, Err(SendTimeoutError::Timeout(3)));
    assert_eq!(sender.try_send(3), Err(TrySendError::Full(3)));
    assert_eq!(receiver.recv(), Ok(1));
    assert_eq!(sender.try_send(3), Ok(()));
}

/// Both inboxes are full, and each of the two wants to send before it receives.
#[test]
fn two_that_send_to_each_other_can_both_wait_for_room() {
    let [(to_a, inbox_a), (to_b, inbox_b)] = [channel::bounded(1), channel::bounded(1)];
    to_a.send("to a").unwrap();
    to_b.send("to b").unwrap();
    // In place of `send`, which would wait: a for b, and b for a.
    assert_eq!(to_b.try_send("more"), Err(TrySendError::Full("more")));
    assert_eq!(to_a.try_send("more"), Err(TrySendError::Full("more")));
    // The way out: whoever wants to send receives meanwhile.
    let received = crossbeam::select! {
        send(to_b, "more") -> _ => None,
        recv(inbox_a) -> message => message.ok(),
    };
    assert_eq!(received, Some("to a"));
    to_a.try_send("more").unwrap();
    assert_eq!(inbox_b.recv(), Ok("to b"));
}
