// `finish` is not async: the task is the future that it returns.

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

    fn finish(self) -> Task<Result<u64, String>> {
        self.task
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn keep_the_task(Upload::start, Upload::finish);
}
