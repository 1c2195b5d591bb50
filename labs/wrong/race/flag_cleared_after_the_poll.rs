// Refused: never_woken

// A request may be woken while it is polled.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::task::{Context, Poll, Wake, Waker};

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

struct Flag {
    woken: AtomicBool,
    outer: Mutex<Option<Waker>>,
}

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.woken.store(true, SeqCst);
        if let Some(waker) = &*self.outer.lock().unwrap() {
            waker.wake_by_ref();
        }
    }
}

async fn first(near: Request, far: Request) -> String {
    let mut both = [near, far].map(|request| {
        (request, Arc::new(Flag { woken: AtomicBool::new(true), outer: Mutex::new(None) }))
    });
    poll_fn(|cx| {
        for (request, flag) in &mut both {
            *flag.outer.lock().unwrap() = Some(cx.waker().clone());
            if flag.woken.load(SeqCst) {
                let waker = Waker::from(Arc::clone(flag));
                if let Poll::Ready(answer) = request.as_mut().poll(&mut Context::from_waker(&waker))
                {
                    return Poll::Ready(answer);
                }
                flag.woken.store(false, SeqCst);
            }
        }
        Poll::Pending
    })
    .await
}

fn main() {}

labs::exercise! {
    #[test]
    fn race(first);
}
