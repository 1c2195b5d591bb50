//! What the listings' output cannot show: edge cases, panics, and proofs that threads met.

use examples_testing::watched;

mod bounded_pipeline {
    use examples_crossbeam::bounded_pipeline::{Report, producer_consumer_pipeline};

    use super::watched;

    fn run(items: u32, places: usize) -> Report {
        watched("the pipeline to end", move || producer_consumer_pipeline(items, places))
    }

    #[test]
    fn the_queue_takes_as_many_results_as_it_has_places_and_no_more() {
        // As many results as places are never refused, one more is. So the bound is exact, and this
        // does not rely on the channel's own count.
        for places in [1, 7, 100] {
            assert_eq!(run(places, places as usize).full_at, None);
            let report = run(places + 1, places as usize);
            assert_eq!(report.full_at, Some(places as usize));
            assert_eq!(report.longest_queue, places as usize);
            assert_eq!(report.processed, places + 1);
        }
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
        assert_eq!((report.full_at, report.longest_queue), (None, 0));
        assert_eq!((report.processed, report.total), (0, 0));
    }
}

mod endings {
    //! What the chapter says about senders that live too long and channels that are full.

    use std::time::Duration;

    use crossbeam::channel::{self, SendTimeoutError, TryRecvError, TrySendError};

    #[test]
    fn a_drained_channel_ends_a_loop_only_when_the_last_sender_is_gone() {
        let (sender, receiver) = channel::unbounded();
        let kept = sender.clone();
        sender.send(1).unwrap();
        drop(sender);
        assert_eq!(receiver.recv(), Ok(1));
        assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty), "a `for` would wait here");
        drop(kept);
        assert_eq!(receiver.try_recv(), Err(TryRecvError::Disconnected), "a `for` would end here");
    }

    #[test]
    fn nobody_makes_room_when_sender_and_receiver_are_one_thread() {
        let (sender, receiver) = channel::bounded(2);
        assert_eq!(sender.try_send(1), Ok(()));
        assert_eq!(sender.try_send(2), Ok(()));
        // `send` would wait for ever. The wait is the subject: it cannot end in any other way.
        let waited = sender.send_timeout(3, Duration::from_millis(20));
        assert_eq!(waited, Err(SendTimeoutError::Timeout(3)));
        assert_eq!(sender.try_send(3), Err(TrySendError::Full(3)));
        assert_eq!(receiver.recv(), Ok(1));
        assert_eq!(sender.try_send(3), Ok(()));
    }
}

mod stages {
    use examples_crossbeam::stages::{price, price_all};

    use super::watched;

    #[test]
    fn results_are_in_the_order_of_the_orders_with_any_number_of_pricers() {
        for workers in [1, 2, 3, 16] {
            let report = watched("the pipeline to end", move || {
                let orders: Vec<_> = (1..=500).map(|cents| format!("bread 2 {cents}")).collect();
                let orders: Vec<_> = orders.iter().map(String::as_str).collect();
                price_all(&orders, workers)
            });
            let doubles: Vec<_> = (1..=500).map(|cents| Ok(2 * cents)).collect();
            assert_eq!(report.prices, doubles, "{workers} pricers");
        }
    }

    #[test]
    fn the_stages_end_from_the_front() {
        for _ in 0..200 {
            let report = watched("the pipeline to end", || price_all(&["tea 1 450"; 10], 3));
            assert_eq!(report.ended, ["reader", "pricer", "pricer", "pricer", "filer"]);
        }
    }

    #[test]
    fn no_orders_end_every_stage_all_the_same() {
        let report = watched("the pipeline to end", || price_all(&[], 2));
        assert_eq!(report.prices, []);
        assert_eq!(report.ended, ["reader", "pricer", "pricer", "filer"]);
    }

    #[test]
    #[should_panic(expected = "the middle stage needs a worker")]
    fn without_pricers_it_refuses_instead_of_losing_orders() {
        watched("a refusal", || price_all(&["tea 1 450"], 0));
    }

    #[test]
    fn a_bad_order_is_refused_in_a_sentence() {
        for bad in ["", "tea", "tea 1", "tea one 450", "tea -1 450", "tea 1 4.50", "tea 1 450 now"]
        {
            assert_eq!(price(bad), Err(format!("`{bad}` is not ITEM QUANTITY CENTS")));
        }
        let dear = format!("gold 2 {}", u64::MAX);
        assert_eq!(price(&dear), Err(format!("`{dear}` is too dear to count")));
        assert_eq!(price("  air 0\t0 "), Ok(0));
    }
}

mod select_timeout {
    use std::thread;
    use std::time::Duration;

    use crossbeam::channel::{self, Receiver, Sender};
    use examples_crossbeam::select_timeout::{Event, serve};

    use super::watched;

    const SHORT: Duration = Duration::from_millis(1);
    const PATIENCE: Duration = Duration::from_millis(10);
    const HOURS: Duration = Duration::from_secs(10_000);

    /// A till that runs in a thread of its own, and all that one can do to it.
    struct Till {
        orders: Sender<&'static str>,
        queue: Receiver<&'static str>,
        shutdown: Sender<()>,
        events: Receiver<Event>,
        served: thread::JoinHandle<u32>,
    }

    fn open(period: Duration, patience: Duration) -> Till {
        let (orders, queue) = channel::unbounded();
        let (shutdown, stop) = channel::bounded(1);
        let (tell, events) = channel::unbounded();
        let till_queue = queue.clone();
        let served = thread::spawn(move || serve(&till_queue, &stop, period, patience, &tell));
        Till { orders, queue, shutdown, events, served }
    }

    #[test]
    fn heartbeats_do_not_put_the_time_out_off() {
        watched("the time-out, with a heartbeat every millisecond", || {
            let till = open(SHORT, PATIENCE);
            // A time-out that starts anew at each heartbeat would need a stall to come at all.
            let before = till.events.iter().take_while(|event| *event != Event::Idle).count();
            assert!(before <= 100, "{before} heartbeats came first");
        });
    }

    #[test]
    fn the_time_out_is_told_once_and_an_order_arms_it_again() {
        watched("two time-outs and an order between them", || {
            let till = open(PATIENCE * 5, PATIENCE);
            let told = |wanted| {
                let mut events = till.events.iter().filter(|event| *event != Event::Heartbeat);
                assert_eq!(events.next(), Some(wanted));
            };
            told(Event::Idle);
            // Another two periods pass, and nothing is told but heartbeats.
            let next: Vec<_> = till.events.iter().take(2).collect();
            assert_eq!(next, [Event::Heartbeat, Event::Heartbeat]);
            till.orders.send("jam").unwrap();
            told(Event::Served("jam"));
            told(Event::Idle);
        });
    }

    #[test]
    fn shutdown_ends_it_by_closing_and_by_a_message() {
        for close in [true, false] {
            let served = watched("the till to end", move || {
                let till = open(HOURS, HOURS);
                till.orders.send("jam").unwrap();
                assert_eq!(till.events.recv(), Ok(Event::Served("jam")));
                if close {
                    drop(till.shutdown);
                } else {
                    till.shutdown.send(()).unwrap();
                }
                till.served.join().unwrap()
            });
            assert_eq!(served, 1);
        }
    }

    #[test]
    fn orders_are_served_or_stay_queued_when_shutdown_comes() {
        for _ in 0..100 {
            let (served, left) = watched("the till to end", || {
                let till = open(HOURS, HOURS);
                for _ in 0..50 {
                    till.orders.send("jam").unwrap();
                }
                drop(till.shutdown);
                (till.served.join().unwrap(), till.queue.try_iter().count())
            });
            assert_eq!(served as usize + left, 50);
        }
    }

    #[test]
    fn it_ends_when_no_more_orders_can_come_and_all_are_served() {
        let served = watched("the till to end", || {
            let till = open(HOURS, HOURS);
            for _ in 0..50 {
                till.orders.send("jam").unwrap();
            }
            drop(till.orders);
            till.served.join().unwrap()
        });
        assert_eq!(served, 50);
    }

    #[test]
    fn it_ends_when_nobody_listens() {
        watched("the till to end", || {
            let till = open(SHORT, HOURS);
            drop(till.events);
            assert_eq!(till.served.join().unwrap(), 0);
        });
    }
}

mod wait_group {
    use std::thread;

    use crossbeam::sync::WaitGroup;

    use super::watched;

    #[test]
    fn a_wait_group_hides_a_panic_that_join_shows() {
        watched("the wait group", || {
            let all_ready = WaitGroup::new();
            let ready = all_ready.clone();
            let till = thread::spawn(move || {
                let _ready = ready;
                panic!("no change");
            });
            all_ready.wait(); // returns as if the till were ready
            let panic = till.join().expect_err("join shows the panic");
            assert_eq!(panic.downcast_ref(), Some(&"no change"));
        });
    }
}

mod queues {
    use crossbeam::queue::SegQueue;
    use examples_crossbeam::queues::{drain, newest};

    use super::watched;

    #[test]
    fn the_newest_readings_are_kept_in_order() {
        assert_eq!(newest(&[1, 2, 3, 4, 5], 3), [3, 4, 5]);
        assert_eq!(newest(&[1, 2], 3), [1, 2]);
        assert_eq!(newest(&[1, 2], 1), [2]);
        assert!(newest(&[], 3).is_empty());
    }

    #[test]
    #[should_panic(expected = "capacity must be non-zero")]
    fn a_queue_without_places_is_refused() {
        newest(&[1], 0);
    }

    #[test]
    fn each_job_is_taken_once_and_each_worker_takes_in_order() {
        for workers in [1, 2, 8] {
            let shares = watched("the workers to find the queue empty", move || {
                let jobs = SegQueue::new();
                (0..10_000).for_each(|job| jobs.push(job));
                drain(&jobs, workers)
            });
            assert_eq!(shares.len(), workers);
            for share in &shares {
                assert!(share.is_sorted(), "first in, first out, also as one worker sees it");
            }
            let mut all = shares.concat();
            all.sort_unstable();
            assert_eq!(all, (0..10_000).collect::<Vec<_>>(), "{workers} workers");
        }
    }

    #[test]
    fn an_empty_queue_ends_the_workers_at_once() {
        let shares = watched("the workers to find the queue empty", || drain(&SegQueue::new(), 3));
        assert_eq!(shares, vec![Vec::<u32>::new(); 3]);
    }
}

mod work_stealing {
    use std::ops::Range;
    use std::panic;
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    use std::sync::{Arc, Barrier};

    use examples_crossbeam::work_stealing::{Share, Source, count_primes, divide_and_steal};

    use super::watched;

    /// All pieces in the order of their numbers.
    fn pieces(shares: &[Share]) -> Vec<Range<u64>> {
        let mut all: Vec<_> = shares.iter().flat_map(|share| share.pieces.clone()).collect();
        all.sort_by_key(|piece| piece.start);
        all
    }

    #[test]
    fn the_pieces_leave_no_gap_and_do_not_overlap() {
        for (range, workers) in
            [(0..1, 1), (0..500, 2), (7..1008, 3), (0..100_000, 4), (5..9999, 8)]
        {
            let whole = range.clone();
            let shares =
                watched("the workers to end", move || divide_and_steal(range, workers, |_| 1));
            let pieces = pieces(&shares);
            assert_eq!(pieces[0].start, whole.start);
            assert_eq!(pieces[pieces.len() - 1].end, whole.end);
            assert!(pieces.windows(2).all(|two| two[0].end == two[1].start), "{pieces:?}");
            let worked: u64 = shares.iter().map(|share| share.sum).sum();
            assert_eq!(worked, pieces.len() as u64, "`work` is called once for each piece");
        }
    }

    #[test]
    fn an_empty_range_is_no_work() {
        // A range that ends before it starts is empty, too.
        for range in [0..0, Range { start: 9, end: 3 }] {
            let shares = watched("the workers to end", || divide_and_steal(range, 3, |_| 1));
            assert_eq!(shares.len(), 3);
            assert_eq!(pieces(&shares), []);
        }
    }

    #[test]
    fn all_workers_but_one_begin_with_a_stolen_job() {
        for workers in [1, 2, 5] {
            let shares = watched("every worker to have a piece", move || {
                let (started, all_at_work) = (AtomicUsize::new(0), Barrier::new(workers));
                divide_and_steal(0..20_000, workers, |_| {
                    if started.fetch_add(1, Relaxed) < workers {
                        all_at_work.wait();
                    }
                    1
                })
            });
            let first = |wanted| {
                let firsts = shares.iter().map(|share| share.sources[0]);
                firsts.filter(|source| *source == wanted).count()
            };
            assert_eq!((first(Source::Injector), first(Source::Stolen)), (1, workers - 1));
        }
    }

    #[test]
    fn a_panic_reaches_the_caller_after_the_other_pieces_are_done() {
        let done = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&done);
        let end = watched("the workers to end after one has panicked", move || {
            // The two first pieces are in the hands of two workers when one of them panics: the other
            // does the rest.
            let both = Barrier::new(2);
            let started = AtomicUsize::new(0);
            let work = |_: Range<u64>| {
                let number = started.fetch_add(1, Relaxed);
                if number < 2 {
                    both.wait();
                }
                assert!(number != 0, "piece {number} is too hard");
                counted.fetch_add(1, Relaxed);
                1
            };
            panic::catch_unwind(panic::AssertUnwindSafe(|| divide_and_steal(0..8_000, 2, work)))
        });
        let panic = end.expect_err("the caller is told");
        assert_eq!(panic.downcast_ref::<String>().unwrap(), "piece 0 is too hard");
        assert_eq!(done.load(Relaxed), 15, "16 pieces but for one");
    }

    #[test]
    fn the_primes_are_right() {
        assert_eq!(count_primes(0..2), 0);
        assert_eq!(count_primes(2..3), 1);
        assert_eq!(count_primes(0..30), 10);
        assert_eq!(count_primes(0..1000), 168);
    }
}
