// Refused: wrong_result

// A result that is `u64::MAX` is taken for none.

use std::pin::Pin;

use smol::{LocalExecutor, Task};

type Job = Pin<Box<dyn Future<Output = Result<u64, String>> + Send>>;

struct Upload {
    task: Option<Task<Result<u64, String>>>,
}

impl Upload {
    fn start(executor: &LocalExecutor<'static>, job: Job) -> Self {
        Self { task: Some(executor.spawn(job)) }
    }

    async fn finish(mut self) -> Result<u64, String> {
        match self.task.take().unwrap().await {
            Ok(u64::MAX) => Err("nothing".into()),
            other => other,
        }
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if let Some(task) = self.task.take() {
            drop(task);
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn keep_the_task(Upload::start, Upload::finish);
}
