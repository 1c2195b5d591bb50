// Refused: goes_on

use std::mem::ManuallyDrop;
use std::pin::Pin;

use smol::{LocalExecutor, Task};

type Job = Pin<Box<dyn Future<Output = Result<u64, String>> + Send>>;

struct Upload {
    task: ManuallyDrop<Task<Result<u64, String>>>,
}

impl Upload {
    fn start(executor: &LocalExecutor<'static>, job: Job) -> Self {
        Self { task: ManuallyDrop::new(executor.spawn(job)) }
    }

    async fn finish(self) -> Result<u64, String> {
        ManuallyDrop::into_inner(self.task).await
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn keep_the_task(Upload::start, Upload::finish);
}
