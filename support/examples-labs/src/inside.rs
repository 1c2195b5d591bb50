use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Mutex, PoisonError};

use rayon::ThreadPoolBuilder;

use crate::run::progress;
use crate::{Refusal, if_it_stands_still};

/// A call of the answer that is made in the last of the calls that another call of it makes. Rayon has one thread then,
/// so it shows on any machine if the two share something.
pub struct Inside<R> {
    /// How many calls have not begun.
    left: AtomicUsize,
    got: Mutex<Option<R>>,
}

impl<R> Inside<R> {
    /// Returns one that waits for no call.
    #[allow(clippy::new_without_default)] // a static needs this one
    pub const fn new() -> Self {
        Self { left: AtomicUsize::new(0), got: Mutex::new(None) }
    }

    /// Returns what the outer call returns, which makes this many calls, and what the inner one has returned, if there
    /// was one. `function` is what the answer is called, such as `count`.
    pub fn during<O: Send>(
        &self,
        calls: usize,
        function: &'static str,
        outer: impl FnOnce() -> O + Send,
    ) -> (O, Option<R>) {
        progress();
        if_it_stands_still(move || {
            let says = format!(
                "with one thread, and with a call of `{function}` inside of another: it waits, forever"
            );
            Refusal::new("outlives_the_call", says)
        });
        self.left.store(calls, SeqCst);
        let pool = ThreadPoolBuilder::new().num_threads(1).build();
        let got = pool.expect("there is room for a thread").install(outer);
        (got, self.got.lock().unwrap_or_else(PoisonError::into_inner).take())
    }

    /// One of the calls has begun. In the last one, makes the inner call.
    pub fn begins(&self, inner: impl FnOnce() -> R) {
        let left = self.left.load(SeqCst);
        self.left.store(left.saturating_sub(1), SeqCst); // There is one thread.
        if left == 1 {
            let got = inner();
            *self.got.lock().unwrap_or_else(PoisonError::into_inner) = Some(got);
        }
    }
}
