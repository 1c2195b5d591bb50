use std::time::{Duration, Instant};

use examples_tokio::cpu_in_async::{compute, in_rayon, neighbor, on_a_blocking_thread};
use tokio::{task, time};

use crate::runtime::run;

#[test]
fn the_neighbor_runs_only_when_the_work_is_elsewhere() {
    run("the neighbor to run beside the work", || async {
        task::spawn(neighbor());
        task::yield_now().await;
        assert_eq!(compute(), (1229, 0));
        // Elsewhere, the neighbor can run meanwhile: it does so at some time.
        while on_a_blocking_thread().await.1 == 0 {}
        while in_rayon().await.1 == 0 {}
        assert_eq!((on_a_blocking_thread().await.0, in_rayon().await.0), (1229, 1229));
    });
}

/// The chapter tells what becomes of a panic in `spawn_blocking`.
#[test]
fn a_panic_on_a_blocking_thread_is_an_error_of_its_handle() {
    let job = || std::panic::resume_unwind(Box::new(7));
    let result = run("a panic", move || async move { task::spawn_blocking(job).await });
    assert_eq!(result.unwrap_err().into_panic().downcast_ref(), Some(&7));
}

/// The thread that computes is the one that looks at timers and sockets.
#[test]
fn while_the_thread_is_busy_no_timer_fires() {
    run("the timer", || async {
        let timer = task::spawn(time::sleep(Duration::from_millis(1)));
        task::yield_now().await; // Now it is set.
        let start = Instant::now();
        while start.elapsed() < Duration::from_millis(20) {}
        assert!(!timer.is_finished());
        timer.await.unwrap();
    });
}
