//! A test binary of its own, because it sets the panic hook, which all tests of a process share.

use std::panic;
use std::sync::Barrier;
use std::thread;

use examples_scope::process_parallel::process_parallel;
use examples_testing::watched;

/// With as many items as cores, each item is a chunk and has a worker. Every item panics, and the panic
/// hook, which runs on the worker, waits there until as many workers panic at the same time.
#[test]
fn there_is_a_worker_for_each_core_and_they_work_at_the_same_time() {
    let workers = num_cpus::get();
    let barrier = Barrier::new(workers);
    let usual = panic::take_hook();
    let caller = thread::current().id();
    panic::set_hook(Box::new(move |info| {
        if info.payload().downcast_ref() == Some(&"attempt to divide by zero") {
            assert_ne!(thread::current().id(), caller, "the caller does no item itself");
            barrier.wait();
        } else {
            usual(info);
        }
    }));
    let results = watched("a worker for each core to panic", move || {
        process_parallel(&vec!["plums 500 0".to_string(); workers])
    });
    assert_eq!(results.len(), workers);
}
