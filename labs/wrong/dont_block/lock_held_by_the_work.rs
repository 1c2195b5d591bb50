// Refused: blocks_the_executor

// A task may be polled while the worker holds the lock.

use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};
use std::thread;

#[derive(Default)]
struct State {
    result: Option<u64>,
    waker: Option<Waker>,
}

async fn compute(work: fn() -> u64) -> u64 {
    let state = Arc::new(Mutex::new(State::default()));
    let shared = Arc::clone(&state);
    thread::spawn(move || {
        let mut state = shared.lock().unwrap();
        state.result = Some(work());
        if let Some(waker) = state.waker.take() {
            waker.wake();
        }
    });
    poll_fn(|cx| {
        let mut state = state.lock().unwrap();
        state.waker = Some(cx.waker().clone());
        state.result.map_or(Poll::Pending, Poll::Ready)
    })
    .await
}

fn main() {}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
