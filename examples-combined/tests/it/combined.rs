//! What the listings' output cannot show: edge cases, panics, and proofs that nothing waits in vain.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crossbeam::channel;
use rayon::ThreadPoolBuilder;

use examples_testing::watched;

/// Runs `job` inside each worker of a pool of so many at the same time.
fn in_each_worker(workers: usize, job: impl Fn() + Sync) {
    let pool = ThreadPoolBuilder::new().num_threads(workers).build().unwrap();
    let all_inside = std::sync::Barrier::new(workers);
    pool.broadcast(|_| {
        all_inside.wait();
        job();
    });
}

mod three_libraries {
    use std::future::{Ready, ready};
    use std::panic::panic_any;

    use examples_combined::three_libraries::square_each;
    use tokio::runtime;
    use tokio::sync::oneshot;

    use super::*;

    fn run<F: Future<Output = u32> + Send + 'static>(
        requests: Vec<F>,
    ) -> anyhow::Result<Vec<(u32, u64)>> {
        watched("all squares", || {
            let runtime = runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
            runtime.block_on(square_each(requests))
        })
    }

    #[test]
    fn every_number_is_squared_in_the_order_of_the_requests() {
        let numbers: Vec<u32> = (0..2_000).rev().chain([u32::MAX]).collect();
        let squares: Vec<_> = numbers.iter().map(|&n| (n, u64::from(n) * u64::from(n))).collect();
        assert_eq!(run(numbers.into_iter().map(ready).collect()).unwrap(), squares);
        assert_eq!(run(Vec::<Ready<u32>>::new()).unwrap(), []);
    }

    #[test]
    fn no_worker_of_rayons_waits_for_a_request() {
        let (arrive, arrival) = oneshot::channel();
        let (asked, wait) = channel::bounded(1);
        let request = async move {
            asked.send(()).unwrap();
            arrival.await.unwrap()
        };
        let pipeline = thread::spawn(|| run(vec![request]));
        watched("the request to be made", move || wait.recv()).unwrap();
        // The number has not come, and yet each worker of the default pool answers. Repeated, so
        // that the pipeline has time to do something wrong.
        for _ in 0..100 {
            let workers = watched("every worker to answer", || rayon::broadcast(|_| ()).len());
            assert_eq!(workers, rayon::current_num_threads());
        }
        arrive.send(12).unwrap();
        assert_eq!(pipeline.join().unwrap().unwrap(), [(12, 144)]);
    }

    #[test]
    fn a_request_that_panics_is_an_error() {
        let request = async { panic_any("no route") };
        let error = run(vec![request]).unwrap_err().to_string();
        assert!(error.starts_with("a request failed: ") && error.contains("no route"), "{error}");
    }
}

mod hybrid_pipeline {
    use examples_combined::hybrid_pipeline::{
        PLACES, cpu_intensive_work, finalize_result, hybrid_pipeline, pipeline,
    };

    use super::*;

    fn error<T: std::fmt::Debug>(result: anyhow::Result<T>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn the_factors_are_prime_and_their_product_is_the_number() {
        for number in (2..2_000).chain([1 << 63, 4_294_967_291 * 2, 3_u64.pow(40)]) {
            let (of, factors) = cpu_intensive_work(&number);
            assert_eq!((of, factors.iter().product::<u64>()), (number, number));
            for factor in factors {
                assert_eq!(cpu_intensive_work(&factor).1, [factor]);
            }
        }
        assert_eq!(finalize_result((12, vec![2, 2, 3])), "12 = 2 * 2 * 3");
    }

    #[test]
    fn each_number_has_one_result_whatever_their_order() {
        let numbers: Vec<u64> = (2..2_002).collect();
        let mut results = watched("all results", move || hybrid_pipeline(&numbers)).unwrap();
        let mut expected: Vec<_> =
            (2..2_002).map(|n| finalize_result(cpu_intensive_work(&n))).collect();
        results.sort();
        expected.sort();
        assert_eq!(results, expected);
        assert!(watched("nothing", || hybrid_pipeline(&[])).unwrap().is_empty());
    }

    #[test]
    fn a_number_may_overtake_another() {
        // The first number is not done before the second is through the whole pipeline, so the
        // results can't be in input order. In a pool of two, since the first job waits.
        let results = watched("the second number to overtake", || {
            let pool = ThreadPoolBuilder::new().num_threads(2).build().unwrap();
            let (overtaken, wait) = channel::bounded(1);
            let process = |&number: &u32| {
                if number == 1 {
                    wait.recv().unwrap();
                }
                number
            };
            let finalize = |number| {
                overtaken.send(()).unwrap_or_default();
                number
            };
            pool.install(|| pipeline(&[1, 2], process, finalize))
        });
        assert_eq!(results.unwrap(), [2, 1]);
    }

    #[test]
    fn a_panic_in_the_computing_stage_is_an_error_and_spares_the_rest() {
        let numbers: Vec<u64> = (0..5_000).collect();
        let message = error(watched("the end", move || hybrid_pipeline(&numbers)));
        assert!(message.contains("the computing stage panicked: "), "{message}");
        assert!(message.ends_with(" has no prime factors"), "{message}");

        // One worker goes through the items from the front, so that all others come later.
        let computed = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&computed);
        let result = watched("the end", move || {
            let pool = ThreadPoolBuilder::new().num_threads(1).build().unwrap();
            let process = |item: &usize| {
                assert!(*item > 0, "the first");
                counter.fetch_add(1, Ordering::Relaxed);
            };
            let items: Vec<_> = (0..1_000).collect();
            pool.install(|| pipeline(&items, process, |()| ()))
        });
        assert_eq!(error(result), "the computing stage panicked: the first");
        assert_eq!(computed.load(Ordering::Relaxed), 0);
    }

    #[test]
    fn a_panic_in_the_finishing_stage_is_an_error_and_stops_the_computing() {
        // Endless for a computing stage that did not stop.
        let computed = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&computed);
        let result = watched("the end", move || {
            let pool = ThreadPoolBuilder::new().num_threads(1).build().unwrap();
            let process = |_: &()| counter.fetch_add(1, Ordering::Relaxed);
            let items = vec![(); 1_000_000];
            pool.install(|| pipeline(&items, process, |_| panic!("no {}", "paper")))
        });
        assert_eq!(error::<Vec<()>>(result), "the finishing stage panicked: no paper");
        // It could be that far ahead: the item that panics, the full channel, and one in hand.
        // While the panic unwinds the channel is still open, but nobody takes from it.
        let computed = computed.load(Ordering::Relaxed);
        assert!(computed <= PLACES + 2, "{computed} items were computed for nothing");
    }

    #[test]
    fn a_panic_without_a_text_is_an_error_too() {
        let panics = |_: &u8| std::panic::panic_any(7);
        let result = watched("the end", move || pipeline(&[1], panics, |()| ()));
        assert_eq!(error(result), "the computing stage panicked: (no text)");
    }

    #[test]
    fn a_finishing_stage_that_needs_the_pool_can_wait_for_ever() {
        // What the documentation warns of: the only worker waits for the consumer, which waits for
        // a worker. A second one would help, as long as it does not wait for a place.
        let run = |workers: usize| {
            let (done, result) = channel::bounded(1);
            thread::spawn(move || {
                let pool = ThreadPoolBuilder::new().num_threads(workers).build().unwrap();
                let finalize = |item: u32| pool.install(|| item);
                let results = pool.install(|| pipeline(&[7], |item| *item, finalize));
                let _ = done.send(results.unwrap());
            });
            result
        };
        assert!(run(1).recv_timeout(Duration::from_millis(100)).is_err());
        assert_eq!(watched("the second worker", move || run(2).recv()), Ok(vec![7]));
    }

    #[test]
    fn it_ends_when_each_worker_of_a_pool_is_in_one() {
        for workers in [1, 2, 5] {
            watched("the pipelines in all workers", move || {
                let numbers: Vec<u64> = (2..500).collect();
                in_each_worker(workers, || {
                    assert_eq!(hybrid_pipeline(&numbers).unwrap().len(), 498);
                });
            });
        }
    }
}

mod ordered_pipeline {
    use examples_combined::ordered_pipeline::{
        BLOCK, IN_BETWEEN, cpu_intensive_work, finalize_result, ordered_pipeline,
    };

    use super::*;

    fn run(input: impl Iterator<Item = u64> + Send + 'static) -> (anyhow::Result<()>, Vec<String>) {
        watched("the pipeline to end", || {
            let mut results = Vec::new();
            let end = ordered_pipeline(input, |result| results.push(result));
            (end, results)
        })
    }

    #[test]
    fn results_are_in_input_order_for_any_length() {
        for length in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 10 * BLOCK + 7] {
            // Large and small in turn, so that the jobs of a block differ in length.
            let input = (0..length as u64).map(|n| if n % 2 == 0 { n + 2 } else { (1 << 40) + n });
            let expected: Vec<_> =
                input.clone().map(|number| finalize_result(cpu_intensive_work(&number))).collect();
            let (end, results) = run(input);
            end.unwrap();
            assert_eq!(results, expected);
        }
    }

    #[test]
    fn only_so_many_numbers_are_in_between() {
        // The output holds the first number back until the input can't be asked any further, and
        // the bound is reached.
        watched("the input to be asked for as much as there is room for", || {
            let taken = AtomicUsize::new(0);
            let (mut put, mut most) = (0, 0);
            let input = (2..20_000).inspect(|_| _ = taken.fetch_add(1, Ordering::SeqCst));
            let output = |_| {
                while put == 0 && taken.load(Ordering::SeqCst) < IN_BETWEEN {
                    thread::yield_now();
                }
                most = most.max(taken.load(Ordering::SeqCst) - put);
                put += 1;
            };
            ordered_pipeline(input, output).unwrap();
            assert_eq!((put, most), (19_998, IN_BETWEEN));
        });
    }

    #[test]
    fn an_endless_input_ends_with_the_output() {
        // After 1,000 results the output panics, and the numbers would go on for ever.
        let end = watched("the pipeline to stop reading", || {
            let mut put = 0;
            ordered_pipeline((2..).cycle(), |_| {
                put += 1;
                assert!(put < 1_000, "the disk is full");
            })
        });
        assert_eq!(end.unwrap_err().to_string(), "the finishing stage panicked: the disk is full");
    }

    #[test]
    fn before_an_error_come_the_results_of_whole_blocks() {
        let zero_at = 5 * BLOCK as u64 + 3;
        let (end, results) = run((2..zero_at + 2).chain([0]).chain(2..5_000));
        let message = end.unwrap_err().to_string();
        assert_eq!(message, "reading or computing panicked: 0 has no prime factors");
        let expected = (2..5 * BLOCK as u64 + 2).map(|n| finalize_result(cpu_intensive_work(&n)));
        assert_eq!(results, expected.collect::<Vec<_>>());
    }

    #[test]
    fn an_input_that_panics_is_an_error() {
        let (end, _) = run((2..300).inspect(|n| assert!(*n < 250, "the disk is gone")));
        let message = end.unwrap_err().to_string();
        assert_eq!(message, "reading or computing panicked: the disk is gone");
    }

    #[test]
    fn it_ends_when_each_worker_is_in_one() {
        for workers in [1, 2, 5] {
            watched("the pipelines in all workers", move || {
                in_each_worker(workers, || {
                    let mut results = 0;
                    ordered_pipeline(2..1_000, |_| results += 1).unwrap();
                    assert_eq!(results, 998);
                });
            });
        }
    }
}

mod pipeline_inside_rayon {
    use examples_combined::pipeline_inside_rayon::{as_printed, in_workers, mended};

    use super::*;

    const SHORT: Duration = Duration::from_millis(50);

    #[test]
    fn as_printed_it_hangs_when_no_worker_is_free() {
        for workers in [1, 3] {
            assert_eq!(in_workers(workers, workers, SHORT, as_printed).unwrap(), None);
        }
    }

    #[test]
    fn as_printed_it_ends_when_one_worker_is_free() {
        let free = |workers| in_workers(workers, workers - 1, Duration::MAX, as_printed).unwrap();
        assert_eq!(watched("the calls as printed", move || free(2)), Some(vec![9]));
        assert_eq!(watched("the calls as printed", move || free(4)), Some(vec![9; 3]));
    }

    #[test]
    fn mended_it_ends_in_any_case() {
        for workers in [1, 2, 5] {
            for calls in 0..=workers {
                let words = watched("the mended calls", move || {
                    in_workers(workers, calls, Duration::MAX, mended).unwrap()
                });
                assert_eq!(words, Some(vec![9; calls]));
            }
        }
    }
}
