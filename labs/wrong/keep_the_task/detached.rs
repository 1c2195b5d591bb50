// Refused: goes_on

use std::pin::Pin;

use smol::LocalExecutor;
use smol::channel::{self, Receiver};

type Job = Pin<Box<dyn Future<Output = Result<u64, String>> + Send>>;

struct Upload {
    result: Receiver<Result<u64, String>>,
}

impl Upload {
    fn start(executor: &LocalExecutor<'static>, job: Job) -> Self {
        let (sender, result) = channel::bounded(1);
        executor.spawn(async move { sender.send(job.await).await }).detach();
        Self { result }
    }

    async fn finish(self) -> Result<u64, String> {
        self.result.recv().await.unwrap()
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn keep_the_task(Upload::start, Upload::finish);
}
