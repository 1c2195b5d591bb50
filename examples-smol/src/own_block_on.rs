//! A future, a waker and a `block_on` by hand, in safe code: what `.await` is.
//!
//! Article A, "Asynchronous programming": tasks “yield control when they encounter conditions that
//! would otherwise block”. `join_two` leaves that to smol. Here one thread, the one in `block_on`,
//! prints all lines.
//!
//! Run: `cargo run -p examples-smol -- own_block_on`
//! Paste: nothing to add, std alone

use std::pin::{Pin, pin};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

/// The number of words in a text. A thread counts them; it stands for a slow server.
pub struct Words(&'static str, Arc<Mutex<State>>);

/// The answer, and whom to wake when it is there.
type State = (Option<usize>, Option<Waker>);

/// Returns a future that does nothing before its first poll.
pub fn words(text: &'static str) -> Words {
    Words(text, Arc::default())
}

impl Future for Words {
    type Output = usize;

    fn poll(self: Pin<&mut Self>, context: &mut Context) -> Poll<usize> {
        let (text, server) = (self.0, Arc::clone(&self.1));
        let mut state = self.1.lock().expect("no holder panics");
        if let Some(count) = state.0 {
            return Poll::Ready(count);
        }
        println!("  {text:?}: no answer yet, keeps the waker");
        // The newest waker, not the first: another task may poll this future now.
        if state.1.replace(context.waker().clone()).is_none() {
            thread::spawn(move || {
                let mut state = server.lock().expect("no holder panics");
                state.0 = Some(text.split_whitespace().count());
                let waker = state.1.take().expect("the first poll left a waker");
                drop(state); // Whoever it wakes may poll at once.
                waker.wake();
            });
        }
        Poll::Pending
    }
}

struct WakeUp(SyncSender<()>);

impl Wake for WakeUp {
    fn wake(self: Arc<Self>) {
        let _ = self.0.try_send(()); // No room: a wake-up is waiting already, and one is enough.
    }
}

/// Polls the future until it is ready, and returns its result. The thread sleeps between two polls.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future); // Now it can't move any more: it may hold references to itself.
    let (sender, wake_ups) = sync_channel(1);
    let waker = Waker::from(Arc::new(WakeUp(sender)));
    loop {
        println!("block_on: poll");
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            // Not `park`, which may return without a wake-up.
            Poll::Pending => wake_ups.recv().expect("`waker` has a sender"),
        }
    }
}

pub fn main() {
    let sum = block_on(async {
        // `.await` polls. On `Pending`, the whole block returns `Pending` from this line, and the
        // next poll of the block continues at this line.
        let first = words("one two").await;
        println!("  first answer: {first}");
        let second = words("three four five").await;
        println!("  second answer: {second}");
        first + second
    });
    println!("together {sum} words");
}
