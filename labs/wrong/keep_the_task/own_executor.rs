// Refused: never_begins

use std::pin::Pin;

use smol::{LocalExecutor, Task};

type Job = Pin<Box<dyn Future<Output = Result<u64, String>> + Send>>;

struct Upload {
    executor: LocalExecutor<'static>,
    task: Task<Result<u64, String>>,
}

impl Upload {
    fn start(_: &LocalExecutor<'static>, job: Job) -> Self {
        let executor = LocalExecutor::new();
        let task = executor.spawn(job);
        Self { executor, task }
    }

    async fn finish(self) -> Result<u64, String> {
        self.executor.run(self.task).await
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn keep_the_task(Upload::start, Upload::finish);
}
