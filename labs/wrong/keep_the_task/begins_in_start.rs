// Refused: runs_in_start

// `start` lets the executor work until it has nothing to do. A job that computes keeps its caller waiting.

use std::pin::Pin;

use smol::{LocalExecutor, Task};

type Job = Pin<Box<dyn Future<Output = Result<u64, String>> + Send>>;

struct Upload(Task<Result<u64, String>>);

impl Upload {
    fn start(executor: &LocalExecutor<'static>, job: Job) -> Self {
        let task = executor.spawn(job);
        while executor.try_tick() {}
        Self(task)
    }

    async fn finish(self) -> Result<u64, String> {
        self.0.await
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn keep_the_task(Upload::start, Upload::finish);
}
