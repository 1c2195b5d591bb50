use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Mutex, PoisonError};

use rayon::ThreadPoolBuilder;

use crate::run::progress;
use crate::{Refusal, Verdict, if_it_stands_still};

/// A call of the answer that is made in one of the calls that another call of it makes: once in the first, and once in the
/// last. Rayon has one thread then, so it shows on any machine if the two share something.
pub struct Inside<R> {
    /// How many calls begin until the inner one.
    left: AtomicUsize,
    got: Mutex<Option<R>>,
}

impl<R> Inside<R> {
    /// Returns one that waits for no call.
    #[allow(clippy::new_without_default)] // a static needs this one
    pub const fn new() -> Self {
        Self { left: AtomicUsize::new(0), got: Mutex::new(None) }
    }

    /// Judges what the outer call returns, which makes this many calls, and what the inner one has returned, if there
    /// was one. `function` is what the answer is called, such as `count`.
    ///
    /// # Errors
    /// The first refusal of `judge`.
    pub fn during<O: Send>(
        &self,
        calls: usize,
        function: &'static str,
        outer: impl Fn() -> O + Sync,
        judge: impl Fn(O, Option<R>) -> Verdict,
    ) -> Verdict {
        progress();
        if_it_stands_still(move || {
            let says = format!(
                "with one thread, and with a call of `{function}` inside of another: it waits, forever"
            );
            Refusal::new("outlives_the_call", says)
        });
        let pool = ThreadPoolBuilder::new().num_threads(1).build();
        let pool = pool.expect("there is room for a thread");
        for call in [1, calls] {
            self.left.store(call, SeqCst);
            let got = pool.install(&outer);
            judge(got, self.got.lock().unwrap_or_else(PoisonError::into_inner).take())?;
        }
        Ok(())
    }

    /// One of the calls has begun. In the one that is chosen, makes the inner call.
    pub fn begins(&self, inner: impl FnOnce() -> R) {
        let left = self.left.load(SeqCst);
        self.left.store(left.saturating_sub(1), SeqCst); // There is one thread.
        if left == 1 {
            let got = inner();
            *self.got.lock().unwrap_or_else(PoisonError::into_inner) = Some(got);
        }
    }
}
