//! A future, a waker and a `block_on` by hand, in safe code: what `.await` is.
//!
//! Article A, "Asynchronous programming": tasks “yield control when they encounter conditions that
//! would otherwise block”. `join_two` leaves that to smol. Here you can watch it: one thread, the
//! one in `block_on`, prints all lines.
//!
//! Run: `cargo run -p examples-smol -- own_executor`
//! Paste: nothing to add, std alone

use std::mem;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

/// The number of words in a text. A thread counts them; it stands for a slow server.
pub struct Words(&'static str, Arc<Mutex<State>>);

enum State {
    NotAsked,
    Asked(Waker),
    Answered(usize),
}

/// Returns a future that does nothing before its first poll.
pub fn words(text: &'static str) -> Words {
    Words(text, Arc::new(Mutex::new(State::NotAsked)))
}

impl Future for Words {
    type Output = usize;

    fn poll(self: Pin<&mut Self>, context: &mut Context) -> Poll<usize> {
        let (text, server) = (self.0, Arc::clone(&self.1));
        let mut state = self.1.lock().expect("no holder panics");
        if let State::Answered(count) = *state {
            return Poll::Ready(count);
        }
        if let State::NotAsked = *state {
            thread::spawn(move || {
                let answer = State::Answered(text.split_whitespace().count());
                let before = mem::replace(&mut *server.lock().expect("no holder panics"), answer);
                if let State::Asked(waker) = before {
                    waker.wake();
                }
            });
        }
        println!("  {text:?}: no answer yet, keeps the waker");
        // The newest waker, not the first: another task may poll this future now.
        *state = State::Asked(context.waker().clone());
        Poll::Pending
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Polls the future until it is ready, and returns its result. The thread sleeps between two polls.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future); // Now it can't move any more: it may hold references to itself.
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    loop {
        println!("block_on: poll");
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            // No wake-up is lost: if the waker was first, `park` finds its token and returns.
            Poll::Pending => thread::park(),
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
