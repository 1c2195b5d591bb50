// Refused: task_dropped

use std::pin::Pin;
use std::sync::{Arc, Mutex};

use smol::LocalExecutor;

type Job = Pin<Box<dyn Future<Output = Result<u64, String>> + Send>>;

struct Upload {
    result: Arc<Mutex<Option<Result<u64, String>>>>,
}

impl Upload {
    fn start(executor: &LocalExecutor<'static>, job: Job) -> Self {
        let result = Arc::new(Mutex::new(None));
        let theirs = Arc::clone(&result);
        let _ = executor.spawn(async move {
            let result = job.await;
            *theirs.lock().unwrap() = Some(result);
        });
        Self { result }
    }

    async fn finish(self) -> Result<u64, String> {
        let result = self.result.lock().unwrap().take();
        result.unwrap_or(Err("not ready".into()))
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn keep_the_task(Upload::start, Upload::finish);
}
