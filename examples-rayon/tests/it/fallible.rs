//! What the output of `fallible` can't show.

use std::sync::{Mutex, mpsc};

use examples_rayon::fallible::{
    every_error, expensive_operation, first_error, parallel_computation,
};
use examples_testing::watched;
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

const LARGEST: u64 = u64::MAX / 2; // the largest number that can be doubled

#[test]
fn an_overflow_is_an_error_that_names_the_item() {
    assert_eq!(expensive_operation(&LARGEST).unwrap(), u64::MAX - 1);
    for item in [LARGEST + 1, u64::MAX] {
        let error = expensive_operation(&item).unwrap_err();
        assert_eq!(format!("{error:#}"), format!("item {item} is too large to be doubled"));
        let error = parallel_computation(&[1, item, 2]).unwrap_err();
        assert_eq!(format!("{error:#}"), format!("item {item} is too large to be doubled"));
    }
}

#[test]
fn without_an_error_results_are_in_input_order() {
    let items: Vec<u64> = (0..10_000).rev().collect(); // borrowed below
    let expected: Vec<u64> = items.iter().map(|item| item * 2).collect();
    assert_eq!(parallel_computation(&items).unwrap(), expected);
    assert_eq!(first_error(&items).unwrap(), expected);
    let (doubled, errors) = every_error(&items);
    assert_eq!(doubled, expected);
    assert!(errors.is_empty());
}

#[test]
fn of_several_errors_each_function_returns_what_it_says() {
    // Many failing items, and more workers than cores: whichever ends first, the rest must hold.
    let items: Vec<u64> = (0..2_000).map(|i| if i % 7 == 3 { u64::MAX - i } else { i }).collect();
    let all: Vec<String> = items
        .iter()
        .filter_map(|item| Some(expensive_operation(item).err()?.to_string()))
        .collect();
    let pool = ThreadPoolBuilder::new().num_threads(8).build().unwrap();
    pool.install(|| {
        for _ in 0..20 {
            let any = parallel_computation(&items).unwrap_err().to_string();
            assert!(all.contains(&any), "{any}");
            assert_eq!(first_error(&items).unwrap_err().to_string(), all[0]);
            let (doubled, errors) = every_error(&items);
            assert_eq!(doubled.len(), items.len() - all.len());
            assert!(doubled.is_sorted(), "in input order");
            assert!(errors.iter().map(ToString::to_string).eq(all.iter().cloned()));
        }
    });
}

/// The error that `collect` returns is not always the first in input order: here the second item
/// fails while the first is still at work, and the first does not fail until the error of the
/// second is stored.
#[test]
fn collect_may_return_a_later_error() {
    let result: Result<Vec<()>, _> = watched("the second item to fail", || {
        let pool = ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        let (sender, receiver) = mpsc::channel();
        let receiver = Mutex::new(receiver);
        let job = |place: usize| {
            if place == 0 {
                receiver.lock().unwrap().recv().unwrap();
                return Err("the first");
            }
            // This runs after the job that starts it has stored its error: the other worker waits,
            // and this one has first to finish what it is at.
            let sender = sender.clone();
            rayon::spawn(move || sender.send(()).unwrap());
            Err("the second")
        };
        pool.install(|| (0..2).into_par_iter().map(job).collect())
    });
    assert_eq!(result, Err("the second"));
}

#[test]
fn no_items_are_no_error() {
    assert!(parallel_computation(&[]).unwrap().is_empty());
    assert!(first_error(&[]).unwrap().is_empty());
    let (doubled, errors) = every_error(&[]);
    assert!(doubled.is_empty() && errors.is_empty());
}
