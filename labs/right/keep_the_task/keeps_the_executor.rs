// It borrows the executor, and keeps the task in an `Option`.

use std::pin::Pin;

use smol::{LocalExecutor, Task};

type Job = Pin<Box<dyn Future<Output = Result<u64, String>> + Send>>;

struct Upload<'a> {
    _executor: &'a LocalExecutor<'static>,
    task: Option<Task<Result<u64, String>>>,
}

impl<'a> Upload<'a> {
    fn start(executor: &'a LocalExecutor<'static>, job: Job) -> Self {
        Self { _executor: executor, task: Some(executor.spawn(job)) }
    }

    async fn finish(mut self) -> Result<u64, String> {
        self.task.take().unwrap().await
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn keep_the_task(Upload::start, Upload::finish);
}
