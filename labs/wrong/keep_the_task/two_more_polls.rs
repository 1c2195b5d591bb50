// Refused: goes_on

// When the `Upload` is dropped, the job gets two more polls to come to its end.

use std::pin::Pin;

use smol::channel::{self, Receiver, Sender};
use smol::{LocalExecutor, future};

type Job = Pin<Box<dyn Future<Output = Result<u64, String>> + Send>>;

struct Upload {
    result: Receiver<Result<u64, String>>,
    _stop: Sender<()>,
}

impl Upload {
    fn start(executor: &LocalExecutor<'static>, mut job: Job) -> Self {
        let (sender, result) = channel::bounded(1);
        let (_stop, stopped) = channel::bounded::<()>(1);
        executor
            .spawn(async move {
                let ended = async { Some((&mut job).await) };
                let told = async { stopped.recv().await.ok().and(None) };
                if let Some(result) = future::or(told, ended).await {
                    let _ = sender.send(result).await;
                    return;
                }
                for _ in 0..2 {
                    let _ = future::poll_once(&mut job).await;
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
