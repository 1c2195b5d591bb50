// A task that returns `None` if somebody cancels it, as a boxed future.

use std::pin::Pin;

use smol::LocalExecutor;

type Job = Pin<Box<dyn Future<Output = Result<u64, String>> + Send>>;

struct Upload {
    result: Job,
}

impl Upload {
    fn start(executor: &LocalExecutor<'static>, job: Job) -> Self {
        let task = executor.spawn(job).fallible();
        Self { result: Box::pin(async { task.await.unwrap_or(Err("cancelled".into())) }) }
    }

    async fn finish(self) -> Result<u64, String> {
        self.result.await
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn keep_the_task(Upload::start, Upload::finish);
}
