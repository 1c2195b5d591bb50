// The task is detached. A channel that closes with the `Upload` tells it to stop.

use std::pin::Pin;

use smol::channel::{self, Receiver, Sender};
use smol::{LocalExecutor, future};

type Job = Pin<Box<dyn Future<Output = Result<u64, String>> + Send>>;

struct Upload {
    result: Receiver<Result<u64, String>>,
    _stop: Sender<()>,
}

impl Upload {
    fn start(executor: &LocalExecutor<'static>, job: Job) -> Self {
        let (sender, result) = channel::bounded(1);
        let (_stop, stopped) = channel::bounded(1);
        let job = async { Some(job.await) };
        let stopped = async move { stopped.recv().await.ok().and(None) };
        executor
            .spawn(async move {
                if let Some(result) = future::or(job, stopped).await {
                    let _ = sender.send(result).await;
                }
            })
            .detach();
        Self { result, _stop }
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
