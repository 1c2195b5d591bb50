// Refused: goes_on

// The job is told to stop, and does not hear it before it has begun.

use std::pin::Pin;
use std::sync::Arc;

use smol::{LocalExecutor, Task, future};
use tokio::sync::Notify;

type Job = Pin<Box<dyn Future<Output = Result<u64, String>> + Send>>;

struct Upload {
    task: Option<Task<Option<Result<u64, String>>>>,
    stop: Arc<Notify>,
}

impl Upload {
    fn start(executor: &LocalExecutor<'static>, job: Job) -> Self {
        let stop = Arc::new(Notify::new());
        let told = stop.clone();
        let task = executor.spawn(async move {
            let stopped = async {
                told.notified().await;
                None
            };
            future::or(async { Some(job.await) }, stopped).await
        });
        Self { task: Some(task), stop }
    }

    async fn finish(mut self) -> Result<u64, String> {
        self.task.take().unwrap().await.unwrap()
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if let Some(task) = self.task.take() {
            task.detach();
            self.stop.notify_waiters(); // There is none before the job has begun.
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn keep_the_task(Upload::start, Upload::finish);
}
