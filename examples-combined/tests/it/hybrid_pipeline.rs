//! The order of results, panics in either stage, and who waits while the channel is full.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crossbeam::channel;
use examples_combined::hybrid_pipeline::{
    PLACES, cpu_intensive_work, finalize_result, hybrid_pipeline,
};
use examples_testing::watched;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::support::in_each_worker;

fn pool(workers: usize) -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(workers).build().unwrap()
}

/// Runs a job that panics, and returns what it says.
fn panic_of<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> String {
    let end = watched("the panic", || catch_unwind(AssertUnwindSafe(job)));
    match end.err().expect("a panic").downcast::<String>() {
        Ok(text) => *text,
        Err(text) => text.downcast::<&str>().expect("a text").to_string(),
    }
}

#[test]
fn the_smallest_divisor_is_found_and_that_of_a_prime_is_itself() {
    for number in (2..2_000).chain([1 << 63, 4_294_967_291 * 2, 4_294_967_291_u64.pow(2) / 7]) {
        let smallest = (2..=number).find(|divisor| number % divisor == 0).unwrap();
        assert_eq!(cpu_intensive_work(&number), (number, smallest));
    }
    assert_eq!(cpu_intensive_work(&4_294_836_225), (4_294_836_225, 3)); // 65535 * 65535
    assert_eq!(cpu_intensive_work(&4_293_001_441).1, 65_521); // the square of a prime
    assert_eq!(finalize_result((12, 2)), "12 = 2 * 6");
    assert_eq!(finalize_result((13, 13)), "13 = 13 * 1");
    assert_eq!(finalize_result(cpu_intensive_work(&1)), "1 = 1 * 1");
}

#[test]
fn each_number_has_one_result_whatever_their_order() {
    let numbers: Vec<u64> = (2..2_002).collect();
    let run = move || hybrid_pipeline(&numbers, cpu_intensive_work, finalize_result);
    let mut results = watched("all results", run);
    let mut expected: Vec<_> =
        (2..2_002).map(|n| finalize_result(cpu_intensive_work(&n))).collect();
    results.sort();
    expected.sort();
    assert_eq!(results, expected);
    let none = watched("nothing", || hybrid_pipeline(&[], |item: &u8| *item, |item| item));
    assert!(none.is_empty());
}

#[test]
fn a_number_may_overtake_another() {
    // The first number is not done before the second is through the whole pipeline, so the
    // results can't be in input order. In a pool of two, since the first job waits.
    let results = watched("the second number to overtake", || {
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
        pool(2).install(|| hybrid_pipeline(&[1, 2], process, finalize))
    });
    assert_eq!(results, [2, 1]);
}

/// Starts a pipeline whose last stage is at a gate, and returns when no further item can be computed:
/// one is at the gate, `PLACES` wait, and each worker has one in its hands. Opens the gate after `then`.
fn with_full_channel<T: Send + 'static>(workers: usize, then: fn(&ThreadPool) -> T) -> T {
    watched("a full channel, and the end of the pipeline", move || {
        let (pool, items) = (pool(workers), vec![(); 2_000]);
        let (computed, (gate, closed)) = (&AtomicUsize::new(0), channel::bounded::<()>(0));
        let process = |_: &()| _ = computed.fetch_add(1, Ordering::SeqCst);
        let finalize = |()| _ = closed.recv();
        thread::scope(|s| {
            let end = s.spawn(|| pool.install(|| hybrid_pipeline(&items, process, finalize)));
            while computed.load(Ordering::SeqCst) < 1 + PLACES + workers {
                thread::yield_now();
            }
            let result = then(&pool);
            drop(gate);
            assert_eq!(end.join().unwrap().len(), items.len());
            result
        })
    })
}

#[test]
fn while_the_channel_is_full_no_worker_has_time_for_anybody_else() {
    for workers in [1, 2, 4] {
        // Each worker is in `send`, or is about to enter it: more than these items can't be computed
        // before one of them has been sent. So a job of somebody else must wait for the gate.
        let job = with_full_channel(workers, |pool| {
            let gate_is_open = Arc::new(AtomicBool::new(false));
            let (answer, answered) = channel::bounded(1);
            let seen = Arc::clone(&gate_is_open);
            pool.spawn(move || answer.send(seen.load(Ordering::SeqCst)).unwrap());
            thread::sleep(Duration::from_millis(20)); // Time for a free worker to take it.
            gate_is_open.store(true, Ordering::SeqCst);
            answered
        });
        assert_eq!(job.recv(), Ok(true), "a worker took another job while the channel was full");
    }
}

#[test]
fn in_a_pool_of_its_own_a_full_channel_costs_nobody_else_a_worker() {
    let workers = with_full_channel(2, |_| rayon::broadcast(|_| ()).len());
    assert_eq!(workers, rayon::current_num_threads());
}

#[test]
fn a_panic_in_the_computing_stage_ends_it_and_spares_the_rest() {
    // One worker goes through the items from the front, so that all others come later.
    let computed = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&computed);
    let panic = panic_of(move || {
        let process = |item: &usize| {
            assert!(*item > 0, "the first");
            counter.fetch_add(1, Ordering::Relaxed);
        };
        let items: Vec<_> = (0..1_000).collect();
        pool(1).install(|| hybrid_pipeline(&items, process, |()| ()))
    });
    assert_eq!(panic, "the first");
    assert_eq!(computed.load(Ordering::Relaxed), 0);
}

#[test]
fn a_panic_in_the_finishing_stage_ends_it_and_stops_the_computing() {
    // Endless for a computing stage that did not stop.
    let computed = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&computed);
    let panic = panic_of(move || {
        let process = |_: &()| counter.fetch_add(1, Ordering::Relaxed);
        let items = vec![(); 1_000_000];
        let finalize = |_| -> () { panic!("no {}", "paper") };
        pool(1).install(|| hybrid_pipeline(&items, process, finalize))
    });
    assert_eq!(panic, "no paper");
    let numbers: Vec<u64> = (0..5_000).collect();
    let run = move || hybrid_pipeline(&numbers, cpu_intensive_work, finalize_result);
    assert_eq!(panic_of(run), "attempt to divide by zero");
    // It could be that far ahead: the item that panics, the full channel, and one in hand.
    // While the panic unwinds the channel is still open, but nobody takes from it.
    let computed = computed.load(Ordering::Relaxed);
    assert!(computed <= PLACES + 2, "{computed} items were computed for nothing");
}

#[test]
fn a_finishing_stage_that_needs_the_pool_can_wait_forever() {
    // What the documentation warns of: the only worker waits for the consumer, which waits for
    // a worker. A second one would help, as long as it does not wait for a place.
    let run = |workers: usize| {
        let (done, result) = channel::bounded(1);
        thread::spawn(move || {
            let pool = pool(workers);
            let finalize = |item: u32| pool.install(|| item);
            let results = pool.install(|| hybrid_pipeline(&[7], |item| *item, finalize));
            let _ = done.send(results);
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
                let results = hybrid_pipeline(&numbers, cpu_intensive_work, finalize_result);
                assert_eq!(results.len(), 498);
            });
        });
    }
}
