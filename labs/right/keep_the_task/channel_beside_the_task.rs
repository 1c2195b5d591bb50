// The task sends its result, and `finish` detaches it.

use std::pin::Pin;

use smol::channel::{self, Receiver};
use smol::{LocalExecutor, Task};

type Job = Pin<Box<dyn Future<Output = Result<u64, String>> + Send>>;

struct Upload {
    task: Task<()>,
    result: Receiver<Result<u64, String>>,
}

impl Upload {
    fn start(executor: &LocalExecutor<'static>, job: Job) -> Self {
        let (sender, result) = channel::bounded(1);
        let task = executor.spawn(async move { drop(sender.send(job.await).await) });
        Self { task, result }
    }

    async fn finish(self) -> Result<u64, String> {
        self.task.detach();
        self.result.recv().await.unwrap()
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn keep_the_task(Upload::start, Upload::finish);
}
