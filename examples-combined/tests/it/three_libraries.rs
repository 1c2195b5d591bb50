//! The order of the squares, who waits meanwhile, and what a panic does.

use std::future::{Ready, ready};
use std::panic::panic_any;
use std::thread;

use crossbeam::channel;
use examples_combined::three_libraries::square_each;
use examples_testing::watched;
use tokio::runtime;
use tokio::sync::oneshot;

fn run<F: Future<Output = u32> + Send + 'static>(requests: Vec<F>) -> anyhow::Result<Vec<u64>> {
    watched("all squares", || {
        let runtime = runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
        square_each(&runtime, requests)
    })
}

#[test]
fn every_number_is_squared_in_the_order_of_the_requests() {
    let numbers: Vec<u32> = (0..2_000).rev().chain([u32::MAX]).collect();
    let squares: Vec<_> = numbers.iter().map(|&n| u64::from(n) * u64::from(n)).collect();
    assert_eq!(run(numbers.into_iter().map(ready).collect()).unwrap(), squares);
    assert!(run(Vec::<Ready<u32>>::new()).unwrap().is_empty());
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
    assert_eq!(pipeline.join().unwrap().unwrap(), [144]);
}

#[test]
fn a_request_that_panics_is_an_error() {
    let request = async { panic_any("no route") };
    let error = format!("{:#}", run(vec![request]).unwrap_err());
    assert!(error.starts_with("a request failed: ") && error.contains("no route"), "{error}");
}

#[cfg(target_os = "linux")]
#[test]
fn without_threads_it_ends_with_a_sentence() {
    let workers = rayon::current_num_threads();
    // Too few for Rayon's workers, none left for Tokio's, and enough for all.
    for (threads, sentence) in [
        (0, "Error: can't start Rayon's workers\n"),
        (workers, "OS can't spawn worker thread: "), // says Tokio itself
        (workers + 1, ""),
    ] {
        let ran = crate::section::SECTION.run_with_threads("three_libraries", threads);
        assert!(ran.stderr.contains(sentence), "{threads}: {ran:?}");
        assert_eq!(ran.status, Some(i32::from(!sentence.is_empty())), "{threads}: {ran:?}");
    }
}
