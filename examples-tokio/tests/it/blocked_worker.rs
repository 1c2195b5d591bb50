use examples_testing::watched;
use examples_tokio::blocked_worker::block_after_two_spawns;
use tokio::runtime::Builder;

#[test]
fn the_newest_task_of_a_blocked_worker_is_not_taken_by_another() {
    for workers in [2, 4] {
        watched("the older task", move || {
            let runtime = Builder::new_multi_thread().worker_threads(workers).build().unwrap();
            for _ in 0..50 {
                let blocking = runtime.spawn(block_after_two_spawns());
                let (newer_has_run, newer) = runtime.block_on(blocking).unwrap();
                assert!(!newer_has_run);
                newer.recv().expect("the worker is free, and the newer task runs");
            }
        });
    }
}
