// Refused: never_woken

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

async fn first(near: Request, far: Request) -> String {
    let (mut near, mut far) = (near, far);
    poll_fn(|_| {
        let mut context = Context::from_waker(Waker::noop());
        if let Poll::Ready(answer) = near.as_mut().poll(&mut context) {
            return Poll::Ready(answer);
        }
        far.as_mut().poll(&mut context)
    })
    .await
}

fn main() {}

labs::exercise! {
    #[test]
    fn race(first);
}
