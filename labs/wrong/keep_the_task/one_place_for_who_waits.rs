// Refused: outlives_the_call

// All calls of `finish` leave their waker in one place, so only the last one is woken.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Poll, Waker};

use smol::{LocalExecutor, Task};

type Sent = Result<u64, String>;
type Job = Pin<Box<dyn Future<Output = Sent> + Send>>;

static WAITS: Mutex<Option<Waker>> = Mutex::new(None);

struct Upload(Task<Sent>);

impl Upload {
    fn start(executor: &LocalExecutor<'static>, job: Job) -> Self {
        Self(executor.spawn(async {
            let sent = job.await;
            WAITS.lock().unwrap().take().map(Waker::wake);
            sent
        }))
    }

    async fn finish(self) -> Sent {
        poll_fn(|context| {
            if self.0.is_finished() {
                return Poll::Ready(());
            }
            *WAITS.lock().unwrap() = Some(context.waker().clone());
            Poll::Pending
        })
        .await;
        self.0.await
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn keep_the_task(Upload::start, Upload::finish);
}
