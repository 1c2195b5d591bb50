//! How many tasks run at once with other numbers of tasks and threads, and a system without threads.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use examples_smol::one_or_many_threads::run_on;
use examples_testing::watched;

/// Counts one more inside, and remembers the most.
fn enter([inside, most]: &[AtomicUsize; 2]) {
    most.fetch_max(inside.fetch_add(1, SeqCst) + 1, SeqCst);
}

fn leave([inside, _]: &[AtomicUsize; 2]) {
    inside.fetch_sub(1, SeqCst);
}

/// Returns how many of the tasks were in progress at once, and how many ran at once.
fn most_at_once(tasks: usize, threads: usize) -> (usize, usize) {
    let (in_progress, running) = (Default::default(), Default::default());
    let all_begun = smol::lock::Barrier::new(tasks);
    let each_thread = std::sync::Barrier::new(threads.min(tasks));
    let task = async |number| {
        enter(&in_progress);
        all_begun.wait().await;
        enter(&running);
        if number < threads {
            each_thread.wait();
        }
        leave(&running);
        leave(&in_progress);
        number
    };
    let results = run_on(threads, (0..tasks).map(task)).unwrap();
    assert!(results.into_iter().eq(0..tasks), "in the order of the futures");
    (in_progress[1].load(SeqCst), running[1].load(SeqCst))
}

#[test]
fn as_many_tasks_run_at_once_as_there_are_threads_and_tasks() {
    for (tasks, threads, at_once) in
        [(6, 1, 1), (6, 3, 3), (4, 4, 4), (100, 2, 2), (3, 8, 3), (5, 0, 1), (0, 2, 0)]
    {
        for _ in 0..20 {
            let seen =
                watched("as many tasks as threads to meet", move || most_at_once(tasks, threads));
            assert_eq!(seen, (tasks, at_once), "{tasks} tasks, {threads} threads");
        }
    }
}

/// The tasks must not wait for threads that did not start.
#[cfg(target_os = "linux")]
#[test]
fn a_thread_that_can_not_start_is_one_sentence() {
    for threads in [0, 1] {
        let ran = crate::section::SECTION.run_with_threads("one_or_many_threads", threads);
        assert_eq!(ran.status, Some(1), "{ran:?}");
        assert!(ran.stderr.starts_with("Error: can't start 3 threads\n"), "{ran:?}");
    }
}
