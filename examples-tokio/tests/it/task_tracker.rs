use std::future;
use std::time::Duration;

use examples_tokio::task_tracker::{carry, shut_down};
use tokio::sync::mpsc::{self, UnboundedSender};
use tokio::sync::oneshot;
use tokio::{task, time};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::runtime::run_paused;

const PATIENCE: Duration = Duration::from_secs(1);

#[test]
fn parcels_under_way_are_brought_back_and_no_task_is_left() {
    run_paused("all tasks", || async {
        let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
        let (log, mut reports) = mpsc::unbounded_channel();
        for parcel in 0..20 {
            tasks.spawn(carry(parcel, future::pending(), stop.clone(), log.clone()));
        }
        task::yield_now().await;
        assert_eq!(tasks.len(), 20);
        let start = time::Instant::now();
        assert_eq!(shut_down(&stop, &tasks, PATIENCE).await, 0);
        assert_eq!(start.elapsed(), Duration::ZERO, "it returns when the last task has ended");
        drop(log);
        let mut told = Vec::new();
        while let Some(report) = reports.recv().await {
            told.push(report);
        }
        told.sort();
        let mut expected: Vec<_> =
            (0..20).map(|n| format!("parcel {n} was brought back")).collect();
        expected.sort();
        assert_eq!(told, expected);
    });
}

/// The road is polled once, waits, and is dropped there. After that its task still runs.
#[test]
fn a_road_that_has_begun_is_dropped_at_its_await() {
    struct Road(UnboundedSender<String>);
    impl Drop for Road {
        fn drop(&mut self) {
            self.0.send("the road was dropped".into()).unwrap();
        }
    }
    run_paused("all tasks", || async {
        let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
        let (log, mut reports) = mpsc::unbounded_channel();
        let road = Road(log.clone());
        let road = async move {
            road.0.send("the road has begun".into()).unwrap();
            future::pending::<()>().await;
            road.0.send("the road has ended".into()).unwrap();
        };
        tasks.spawn(carry(7, road, stop.clone(), log.clone()));
        let mut heard = vec![reports.recv().await.unwrap()];
        assert_eq!(shut_down(&stop, &tasks, PATIENCE).await, 0);
        drop(log);
        while let Some(report) = reports.recv().await {
            heard.push(report);
        }
        let expected = ["the road has begun", "the road was dropped", "parcel 7 was brought back"];
        assert_eq!(heard, expected);
    });
}

#[test]
fn a_task_that_does_not_look_at_the_token_is_counted_at_the_deadline() {
    run_paused("the deadline", || async {
        let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
        tasks.spawn(future::pending::<()>());
        tasks.spawn(stop.clone().cancelled_owned());
        let start = time::Instant::now();
        assert_eq!(shut_down(&stop, &tasks, PATIENCE).await, 1);
        assert_eq!(start.elapsed(), PATIENCE);
    });
}

#[test]
fn an_open_tracker_is_waited_for_although_it_is_empty() {
    run_paused("the time-out", || async {
        let tasks = TaskTracker::new();
        time::timeout(PATIENCE, tasks.wait()).await.unwrap_err();
        tasks.close();
        tasks.wait().await;
    });
}

#[test]
fn a_task_spawns_more_tasks_on_its_clone_of_the_tracker() {
    run_paused("both tasks", || async {
        let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
        let (spawner, token) = (tasks.clone(), stop.clone());
        tasks.spawn(async move {
            spawner.spawn(async move {
                token.cancelled().await;
                time::sleep(PATIENCE).await;
            });
        });
        task::yield_now().await;
        assert_eq!(shut_down(&stop, &tasks, 2 * PATIENCE).await, 0);
    });
}

#[test]
fn a_child_token_stops_one_part_and_follows_its_parent() {
    let service = CancellationToken::new();
    let (till, kitchen) = (service.child_token(), service.child_token());
    till.cancel();
    assert_eq!([&service, &till, &kitchen].map(|token| token.is_cancelled()), [false, true, false]);
    service.cancel();
    assert!(kitchen.is_cancelled());
}

#[test]
fn a_dropped_tracker_leaves_its_tasks_running() {
    run_paused("the task", || async {
        let tasks = TaskTracker::new();
        let (done, is_done) = oneshot::channel();
        tasks.spawn(async {
            time::sleep(PATIENCE).await;
            done.send("done").unwrap();
        });
        drop(tasks);
        assert_eq!(is_done.await, Ok("done"));
    });
}
