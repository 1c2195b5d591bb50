use examples_tokio::many_tasks::wait_together;

use crate::runtime::run;

#[test]
fn all_tasks_wait_at_the_same_moment_on_one_thread() {
    for tasks in [1, 2, 777] {
        // It ends only if all of them have come to the barrier.
        assert_eq!(run("all tasks to meet", move || wait_together(tasks)).len(), 1);
    }
    assert_eq!(run("no task", || wait_together(0)).len(), 0);
}
