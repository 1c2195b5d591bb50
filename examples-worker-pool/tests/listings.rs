//! What the output of the first four listings cannot show: edge cases and exact bounds.

use examples_testing::watched;

mod ping {
    use super::watched;

    use std::thread;

    use crossbeam::channel;

    #[test]
    fn a_rendezvous_ends_only_when_the_message_is_taken() {
        let (messages, inbox) = channel::bounded(0);
        let (log, order) = channel::unbounded();
        let taken = log.clone();
        let sending = thread::spawn(move || {
            messages.send("ping").unwrap();
            log.send("sent").unwrap();
        });
        // The message was not taken, so the sender cannot be past its `send`.
        assert!(order.try_recv().is_err());
        let received = watched("the ping", move || inbox.recv());
        assert_eq!(received, Ok("ping"));
        drop(taken);
        sending.join().unwrap();
        assert_eq!(order.iter().collect::<Vec<_>>(), ["sent"]);
    }
}

mod worker_pool {
    use examples_worker_pool::worker_pool::{Stuck, all_sent_first, fed_by_a_thread};

    use super::watched;

    #[test]
    fn twenty_three_jobs_fit_and_one_more_is_stuck() {
        for jobs in [0, 1, 22, 23] {
            let squares = watched("all jobs", move || all_sent_first(jobs));
            assert_eq!(squares.map(|squares| squares.len()), Ok(jobs as usize));
        }
        for jobs in [24, 25, 1000] {
            let stuck = watched("the deadlock to be seen", move || all_sent_first(jobs));
            assert_eq!(stuck, Err(Stuck { sent: 23, queued: 10, results: 10 }), "{jobs} jobs");
        }
    }

    #[test]
    fn a_feeder_of_its_own_gets_any_number_through() {
        for jobs in [0, 1, 24, 5000] {
            let mut squares = watched("all jobs", move || fed_by_a_thread(jobs));
            squares.sort_unstable();
            assert_eq!(squares, (1..=u64::from(jobs)).map(|n| n * n).collect::<Vec<_>>());
        }
    }
}

mod close_and_range {
    use crossbeam::channel;
    use examples_worker_pool::close_and_range::sum_of_two_producers;

    use super::watched;

    #[test]
    fn the_later_producer_ends_the_channel_whichever_it_is() {
        for _ in 0..200 {
            assert_eq!(watched("the channel to end", sum_of_two_producers), 20_100);
        }
    }

    #[test]
    fn a_sender_learns_that_the_receiver_is_gone_and_keeps_its_message() {
        let (sender, receiver) = channel::bounded(1);
        drop(receiver);
        assert_eq!(sender.send("tea"), Err(channel::SendError("tea")));
    }
}
