//! The order for any length, the bound on what is under way, and how a panic ends it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crossbeam::channel;
use examples_combined::ordered_pipeline::{
    BLOCK, IN_BETWEEN, cpu_intensive_work, finalize_result, ordered_pipeline,
};
use examples_testing::watched;

use crate::support::in_each_worker;

/// Returns the results, also those before a panic, and what the panic says.
fn run(input: impl Iterator<Item = u64> + Send + 'static) -> (Option<String>, Vec<String>) {
    watched("the pipeline to end", || {
        let mut results = Vec::new();
        let output = |result| results.push(result);
        let end = catch_unwind(AssertUnwindSafe(|| ordered_pipeline(input, output)));
        let panic = end.err().map(|panic| match panic.downcast::<String>() {
            Ok(text) => *text,
            Err(text) => text.downcast::<&str>().expect("a text").to_string(),
        });
        (panic, results)
    })
}

#[test]
fn results_are_in_input_order_for_any_length() {
    for length in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7] {
        // Large and small in turn, so that the jobs of a block differ in length.
        let input = (0..length as u64).map(|n| if n % 2 == 0 { n + 2 } else { (1 << 36) + n });
        let expected: Vec<_> =
            input.clone().map(|number| finalize_result(cpu_intensive_work(&number))).collect();
        assert_eq!(run(input), (None, expected));
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
            if put == 0 {
                while taken.load(Ordering::SeqCst) < IN_BETWEEN {
                    thread::yield_now();
                }
                thread::sleep(Duration::from_millis(50)); // Time to go too far.
            }
            most = most.max(taken.load(Ordering::SeqCst) - put);
            put += 1;
        };
        ordered_pipeline(input, output);
        assert_eq!((put, most), (19_998, IN_BETWEEN));
    });
}

#[test]
fn while_the_channel_is_full_all_workers_are_free() {
    // The output is at a gate, and the input has been asked for all that there is room for. The last
    // block is computed before `broadcast` has an answer of each worker, so it is asked twice.
    watched("the workers to answer", || {
        let (taken, (gate, closed)) = (AtomicUsize::new(0), channel::bounded::<()>(0));
        let input = (2..20_000).inspect(|_| _ = taken.fetch_add(1, Ordering::SeqCst));
        let output = |_| _ = closed.recv();
        thread::scope(|s| {
            let end = s.spawn(|| ordered_pipeline(input, output));
            while taken.load(Ordering::SeqCst) < IN_BETWEEN {
                thread::yield_now();
            }
            for _ in 0..2 {
                assert_eq!(rayon::broadcast(|_| ()).len(), rayon::current_num_threads());
            }
            drop(gate);
            end.join().unwrap();
        });
    });
}

#[test]
fn an_endless_input_ends_with_the_output() {
    // After 1,000 results the finishing stage panics, and the numbers would go on forever.
    let (panic, results) = run((1..=1_000).chain([0]).chain((2..).cycle()));
    assert_eq!((panic.as_deref(), results.len()), (Some("attempt to divide by zero"), 1_000));
}

#[test]
fn before_an_input_that_panics_come_the_results_of_whole_blocks() {
    let end = 5 * BLOCK as u64 + 3;
    let (panic, results) = run((2..).inspect(move |n| assert!(*n < end + 2, "the disk is gone")));
    assert_eq!(panic.as_deref(), Some("the disk is gone"));
    let expected = (2..5 * BLOCK as u64 + 2).map(|n| finalize_result(cpu_intensive_work(&n)));
    assert_eq!(results, expected.collect::<Vec<_>>());
}

#[test]
fn it_ends_when_each_worker_is_in_one() {
    for workers in [1, 2, 5] {
        watched("the pipelines in all workers", move || {
            in_each_worker(workers, || {
                let mut results = 0;
                ordered_pipeline(2..1_000, |_| results += 1);
                assert_eq!(results, 998);
            });
        });
    }
}
