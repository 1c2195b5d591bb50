// A job that runs as long as somebody keeps it. About 10 minutes.
//
// `Upload::start` starts a job on the given executor and returns at once, without polling it. The job runs, whether
// anybody waits for it or not. `finish` waits for its end, and returns what it returned; whoever calls it awaits it to
// its end. If the `Upload` is dropped instead, nobody wants the job any more: then the job is dropped too, at the
// latest when the executor runs again, after one more poll at most, and without the help of another thread. Do not
// block the thread: the executor runs on it.
//
// Read: cargo page smol/dropped_task

use std::pin::Pin;

use smol::LocalExecutor;

type Job = Pin<Box<dyn Future<Output = Result<u64, String>> + Send>>;

/// A job that is under way.
struct Upload {}

impl Upload {
    /// Starts the job, and does not wait for it.
    fn start(executor: &LocalExecutor<'static>, job: Job) -> Self {
        // TODO: Who will get the result? And who can stop the job?
        executor.spawn(job).detach();
        Self {}
    }

    /// Waits for the end of the job, and returns what it returned.
    async fn finish(self) -> Result<u64, String> {
        Ok(0)
    }
}

fn main() {
    // Room to try things out; this line ends it when it stands still.
    labs::trial();
    let executor = LocalExecutor::new();
    smol::block_on(executor.run(async {
        let upload = Upload::start(&executor, Box::pin(async { Ok(300) }));
        println!("{:?}", upload.finish().await);
    }));
}

labs::exercise! {
    #[test]
    fn keep_the_task(Upload::start, Upload::finish);
}
