use examples_testing::watched;
use examples_tokio::blocked_worker::run;
use tokio::runtime::Builder;

#[test]
fn the_newest_task_of_a_blocked_worker_is_not_taken_by_another() {
    for workers in [2, 4] {
        watched("the older task", move || {
            let runtime = Builder::new_multi_thread().worker_threads(workers).build().unwrap();
            for _ in 0..20 {
                assert_eq!(runtime.block_on(run()), (false, true));
            }
        });
    }
}
