// Refused: time_limit

// `finish` waits for an hour, and no longer.

use std::pin::Pin;
use std::time::Duration;

use smol::future::or;
use smol::{LocalExecutor, Task, Timer};

type Job = Pin<Box<dyn Future<Output = Result<u64, String>> + Send>>;

struct Upload(Task<Result<u64, String>>);

impl Upload {
    fn start(executor: &LocalExecutor<'static>, job: Job) -> Self {
        Self(executor.spawn(job))
    }

    async fn finish(self) -> Result<u64, String> {
        let hour = async {
            Timer::after(Duration::from_secs(3600)).await;
            Err("it takes too long".into())
        };
        or(self.0, hour).await
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn keep_the_task(Upload::start, Upload::finish);
}
