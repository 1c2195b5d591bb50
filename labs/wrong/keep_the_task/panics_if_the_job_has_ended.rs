// Refused: panicked

// An `Upload` may be dropped when its job has ended.

use std::pin::Pin;

use smol::{LocalExecutor, Task};

type Job = Pin<Box<dyn Future<Output = Result<u64, String>> + Send>>;

struct Upload {
    task: Option<Task<Result<u64, String>>>,
}

impl Upload {
    fn start(executor: &LocalExecutor<'static>, job: Job) -> Self {
        Self { task: Some(executor.spawn(job)) }
    }

    async fn finish(mut self) -> Result<u64, String> {
        self.task.take().unwrap().await
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if let Some(task) = self.task.take() {
            assert!(!task.is_finished());
            drop(task);
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn keep_the_task(Upload::start, Upload::finish);
}
