// Refused: error_lost

use std::pin::Pin;

use smol::{LocalExecutor, Task};

type Job = Pin<Box<dyn Future<Output = Result<u64, String>> + Send>>;

struct Upload {
    task: Task<u64>,
}

impl Upload {
    fn start(executor: &LocalExecutor<'static>, job: Job) -> Self {
        Self { task: executor.spawn(async { job.await.unwrap_or_default() }) }
    }

    async fn finish(self) -> Result<u64, String> {
        Ok(self.task.await)
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn keep_the_task(Upload::start, Upload::finish);
}
