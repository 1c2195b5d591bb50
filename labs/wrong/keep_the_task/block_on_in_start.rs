// Refused: blocks_the_executor

use std::pin::Pin;

use smol::LocalExecutor;

type Job = Pin<Box<dyn Future<Output = Result<u64, String>> + Send>>;

struct Upload {
    result: Result<u64, String>,
}

impl Upload {
    fn start(executor: &LocalExecutor<'static>, job: Job) -> Self {
        Self { result: smol::block_on(executor.run(job)) }
    }

    async fn finish(self) -> Result<u64, String> {
        self.result
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn keep_the_task(Upload::start, Upload::finish);
}
