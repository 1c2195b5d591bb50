//! What the output of `custom_pool` can't show.

use std::collections::BTreeSet;
use std::sync::mpsc;
use std::time::Duration;

use examples_rayon::custom_pool::{add_and_join, add_and_wait, named_pool, pools_used};
use examples_testing::watched;
use rayon::ThreadPoolBuilder;

#[test]
fn a_job_runs_in_the_pool_that_it_was_installed_in() {
    let (scan, index) = (named_pool("scan-2", 3).unwrap(), named_pool("index", 2).unwrap());
    let only = |name: &str| BTreeSet::from([name.to_string()]);
    assert_eq!(scan.install(pools_used), only("scan-2"));
    assert_eq!(index.install(pools_used), only("index"));
    // From inside another pool as well: the innermost `install` decides.
    assert_eq!(scan.install(|| index.install(pools_used)), only("index"));
    // Threads outside of any pool use the default pool.
    assert_eq!(pools_used(), only("default pool"));
}

#[test]
fn a_worker_that_waits_for_its_own_pool_waits_in_vain() {
    watched("the worker to give up", || {
        let pool = named_pool("single", 1).unwrap();
        assert_eq!(add_and_wait(&pool, Duration::from_millis(50)), None);
        assert_eq!(add_and_join(&pool), 9); // Once it has given up, the pool works again.
    });
}

#[test]
fn with_a_second_worker_the_same_wait_ends() {
    watched("the second worker's message", || {
        let pool = named_pool("pair", 2).unwrap();
        assert_eq!(add_and_wait(&pool, Duration::from_secs(3600)), Some(9));
    });
}

#[test]
fn join_needs_no_second_worker() {
    watched("both halves of the join", || {
        for workers in [1, 2, 4] {
            assert_eq!(add_and_join(&named_pool("any", workers).unwrap()), 9);
        }
    });
}

#[test]
fn the_default_pool_is_set_up_once() {
    pools_used(); // The first use sets it up.
    let error = ThreadPoolBuilder::new().num_threads(3).build_global().unwrap_err();
    assert_eq!(error.to_string(), "The global thread pool has already been initialized.");
}

#[test]
fn the_body_of_a_scope_takes_a_worker_and_that_of_an_in_place_scope_does_not() {
    let (of_scope, of_in_place) = watched("the job of a scope that waits in its body", || {
        let single = named_pool("single", 1).unwrap();
        let body = single.scope(|_| single.current_thread_index());
        // With `scope`, this job would wait for the only worker, and the worker for this message.
        let (send, receive) = mpsc::channel();
        let waits = single.in_place_scope(|s| {
            s.spawn(move |_| send.send(7).unwrap());
            (single.current_thread_index(), receive.recv().unwrap())
        });
        (body, waits)
    });
    assert_eq!((of_scope, of_in_place), (Some(0), (None, 7)));
}
