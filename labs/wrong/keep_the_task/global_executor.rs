// Refused: another_thread

use std::pin::Pin;

use smol::{LocalExecutor, Task};

type Job = Pin<Box<dyn Future<Output = Result<u64, String>> + Send>>;

struct Upload {
    task: Task<Result<u64, String>>,
}

impl Upload {
    fn start(_: &LocalExecutor<'static>, job: Job) -> Self {
        Self { task: smol::spawn(job) }
    }

    async fn finish(self) -> Result<u64, String> {
        self.task.await
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn keep_the_task(Upload::start, Upload::finish);
}
