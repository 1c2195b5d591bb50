// Refused: left_behind

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
        if self.task.is_finished() { self.task.await } else { Err("not ready".into()) }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn keep_the_task(Upload::start, Upload::finish);
}
