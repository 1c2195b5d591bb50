// Refused: never_begins

use std::pin::Pin;

use smol::LocalExecutor;

type Job = Pin<Box<dyn Future<Output = Result<u64, String>> + Send>>;

struct Upload {
    job: Job,
}

impl Upload {
    fn start(executor: &LocalExecutor<'static>, job: Job) -> Self {
        let _ = executor;
        Self { job }
    }

    async fn finish(self) -> Result<u64, String> {
        self.job.await
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn keep_the_task(Upload::start, Upload::finish);
}
