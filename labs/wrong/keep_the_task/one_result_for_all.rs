// Refused: error_lost

// All uploads leave their results in one place.

use std::pin::Pin;
use std::sync::Mutex;

use smol::{LocalExecutor, Task};

type Sent = Result<u64, String>;
type Job = Pin<Box<dyn Future<Output = Sent> + Send>>;

static SENT: Mutex<Sent> = Mutex::new(Ok(0));

struct Upload(Task<()>);

impl Upload {
    fn start(executor: &LocalExecutor<'static>, job: Job) -> Self {
        let job = async {
            let sent = job.await;
            *SENT.lock().unwrap() = sent;
        };
        Self(executor.spawn(job))
    }

    async fn finish(self) -> Sent {
        self.0.await;
        SENT.lock().unwrap().clone()
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn keep_the_task(Upload::start, Upload::finish);
}
