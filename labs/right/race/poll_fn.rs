// By hand: both are polled with the waker of this task.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

async fn first(near: Request, far: Request) -> String {
    let (mut near, mut far) = (near, far);
    poll_fn(|context| match far.as_mut().poll(context) {
        Poll::Pending => near.as_mut().poll(context),
        answer => answer,
    })
    .await
}

fn main() {}

labs::exercise! {
    #[test]
    fn race(first);
}
