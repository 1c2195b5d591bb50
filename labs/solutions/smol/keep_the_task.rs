// A smol `Task` is the task: it runs as long as somebody has it. So the `Upload` keeps it. To await it is to get
// the result, and to drop it is to cancel it.

use std::pin::Pin;

use smol::{LocalExecutor, Task};

type Job = Pin<Box<dyn Future<Output = Result<u64, String>> + Send>>;

/// A job that is under way.
struct Upload {
    task: Task<Result<u64, String>>,
}

impl Upload {
    /// Starts the job, and does not wait for it.
    fn start(executor: &LocalExecutor<'static>, job: Job) -> Self {
        Self { task: executor.spawn(job) }
    }

    /// Waits for the end of the job, and returns what it returned.
    async fn finish(self) -> Result<u64, String> {
        self.task.await
    }
}

fn main() {
    let executor = LocalExecutor::new();
    smol::block_on(executor.run(async {
        let upload = Upload::start(&executor, Box::pin(async { Ok(300) }));
        println!("{:?}", upload.finish().await);
    }));
}

labs::exercise! {
    #[test]
    fn keep_the_task(Upload::start, Upload::finish);
}
