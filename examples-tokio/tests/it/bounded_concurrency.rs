use std::{future, sync::Arc};

use examples_tokio::bounded_concurrency::{unbounded, with_bounded_set, with_semaphore};

use tokio::{sync::Semaphore, task};

use crate::runtime::run;

#[test]
fn the_peak_is_the_bound_and_never_more() {
    for _ in 0..5 {
        assert_eq!(run("all pages", unbounded), 1_000);
        assert_eq!(run("all pages", with_semaphore), 20);
        assert_eq!(run("all pages", with_bounded_set), 20);
    }
}

/// The task does not name the permit, so it does not own it. Each round of the loop drops its own.
#[test]
fn a_permit_that_does_not_move_into_the_task_bounds_nothing() {
    let (left_behind, moved) = run("permits", || async {
        let permits = Arc::new(Semaphore::new(1));
        for _ in 0..3 {
            let _permit = Arc::clone(&permits).acquire_owned().await.unwrap();
            task::spawn(future::pending::<()>());
        }
        let left_behind = permits.available_permits();
        let permit = Arc::clone(&permits).acquire_owned().await.unwrap();
        task::spawn(async move {
            let _permit = permit;
            future::pending::<()>().await
        });
        (left_behind, permits.available_permits())
    });
    assert_eq!((left_behind, moved), (1, 0));
}
