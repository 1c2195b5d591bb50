// Refused: another_thread

use std::pin::Pin;
use std::thread;

use smol::channel::{self, Receiver, Sender};
use smol::{LocalExecutor, future};

type Job = Pin<Box<dyn Future<Output = Result<u64, String>> + Send>>;

struct Upload {
    result: Receiver<Result<u64, String>>,
    _stop: Sender<()>,
}

impl Upload {
    fn start(_: &LocalExecutor<'static>, job: Job) -> Self {
        let (sender, result) = channel::bounded(1);
        let (_stop, stopped) = channel::bounded::<()>(1);
        thread::spawn(move || {
            let stopped = async {
                let _ = stopped.recv().await;
                Err("stopped".into())
            };
            let _ = sender.send_blocking(smol::block_on(future::or(job, stopped)));
        });
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
