// Refused: goes_on

// The task that is dropped next cancels this one.

use std::pin::Pin;
use std::sync::Mutex;

use smol::{LocalExecutor, Task};

type Job = Pin<Box<dyn Future<Output = Result<u64, String>> + Send>>;

static TO_CANCEL: Mutex<Option<Task<Result<u64, String>>>> = Mutex::new(None);

struct Upload {
    task: Option<Task<Result<u64, String>>>,
}

impl Upload {
    fn start(executor: &LocalExecutor<'static>, job: Job) -> Self {
        Self { task: Some(executor.spawn(job)) }
    }

    async fn finish(mut self) -> Result<u64, String> {
        self.task.take().unwrap().await
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if let Some(task) = self.task.take() {
            drop(TO_CANCEL.lock().unwrap().replace(task)); // Cancels the one before.
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn keep_the_task(Upload::start, Upload::finish);
}
