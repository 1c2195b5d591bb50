use examples_tokio::cancelled_guard::{free_when_cancelled, guard_in_the_job, guard_in_the_task};

use crate::runtime::run;

#[test]
fn a_guard_protects_the_job_only_if_the_job_owns_it() {
    run("the jobs", || async {
        for _ in 0..20 {
            assert!(free_when_cancelled(guard_in_the_task).await.unwrap());
            assert!(!free_when_cancelled(guard_in_the_job).await.unwrap());
        }
    });
}
