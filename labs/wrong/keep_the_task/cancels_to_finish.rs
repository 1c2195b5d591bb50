// Refused: task_dropped

use std::pin::Pin;

use smol::{LocalExecutor, Task};

type Job = Pin<Box<dyn Future<Output = Result<u64, String>> + Send>>;

struct Upload {
    task: Task<Result<u64, String>>,
}

impl Upload {
    fn start(executor: &LocalExecutor<'static>, job: Job) -> Self {
        Self { task: executor.spawn(job) }
    }

    async fn finish(self) -> Result<u64, String> {
        self.task.cancel().await.unwrap_or(Err("cancelled".into()))
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn keep_the_task(Upload::start, Upload::finish);
}
