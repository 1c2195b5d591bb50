//! What the output of the first four listings cannot show: edge cases and exact bounds.

use examples_testing::watched;

mod ping {
    use super::watched;

    use std::thread;
    use std::time::Duration;

    use crossbeam::channel;

    #[test]
    fn a_rendezvous_ends_only_when_the_message_is_taken() {
        // While nobody takes it, no time is long enough; a channel with a place needs no time at all.
        for (places, ends) in [(0, false), (1, true)] {
            let (messages, _inbox) = channel::bounded(places);
            let sent = messages.send_timeout("ping", Duration::from_millis(20));
            assert_eq!(sent.is_ok(), ends, "{places} places");
        }
        let (messages, inbox) = channel::bounded(0);
        let sending = thread::spawn(move || messages.send("ping"));
        assert_eq!(watched("the ping", move || inbox.recv()), Ok("ping"));
        assert_eq!(watched("the sender", move || sending.join()).unwrap(), Ok(()));
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
    use std::{panic, thread};

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
    fn a_producer_that_panics_drops_its_sender_too() {
        let (sender, numbers) = channel::unbounded();
        let producer = thread::spawn(move || {
            sender.send(1).unwrap();
            panic::resume_unwind(Box::new("on purpose"));
        });
        assert_eq!(watched("the channel to end", move || numbers.iter().collect::<Vec<_>>()), [1]);
        assert!(producer.join().is_err());
    }

    #[test]
    fn a_sender_learns_that_the_receiver_is_gone_and_keeps_its_message() {
        let (sender, receiver) = channel::bounded(1);
        drop(receiver);
        assert_eq!(sender.send("tea"), Err(channel::SendError("tea")));
    }
}
