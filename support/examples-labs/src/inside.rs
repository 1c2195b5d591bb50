use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Mutex, PoisonError};

use rayon::ThreadPoolBuilder;

use crate::run::progress;
use crate::{Refusal, Verdict, counts_to_try, if_it_stands_still};

/// How many calls the outer call makes: few, and more than any usual part to be shared out.
const SIZES: [usize; 2] = [3, 3000];
/// How many calls are under way, each in the one before.
const DEEP: usize = 20;
/// How many at most, if a number in the answer's own text asks for more.
const DEEPEST: usize = 40;

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

    /// Judges what the outer call returns, and what the inner one has returned, if there was one. Both functions are told
    /// how many calls the outer one makes, a multiple of 3. `function` is what the answer is called, such as `count`.
    ///
    /// # Errors
    /// The first refusal of `judge`.
    pub fn during<O: Send>(
        &self,
        function: &'static str,
        outer: impl Fn(usize) -> O + Sync,
        judge: impl Fn(usize, O, Option<R>) -> Verdict,
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
        for (calls, call) in SIZES.into_iter().flat_map(|calls| [(calls, 1), (calls, calls)]) {
            self.left.store(call, SeqCst);
            let got = pool.install(|| outer(calls));
            judge(calls, got, self.got.lock().unwrap_or_else(PoisonError::into_inner).take())?;
        }
        Ok(())
    }

    /// Many calls of the answer are under way, each inside of the one before. `call` makes one, and returns whether it
    /// was right; one of its own calls calls [`Inside::goes_deeper`].
    ///
    /// # Errors
    /// If one of them is wrong.
    pub fn many(&self, function: &'static str, call: impl Fn() -> bool + Sync) -> Verdict {
        let pool = ThreadPoolBuilder::new().num_threads(1).build();
        let pool = pool.expect("there is room for a thread");
        for deep in counts_to_try(3, DEEPEST).into_iter().chain([DEEP]) {
            progress();
            let says = move |what| {
                let says = format!(
                    "{deep} calls of `{function}` are under way, each inside of another: {what}"
                );
                Refusal::new("outlives_the_call", says)
            };
            if_it_stands_still(move || says("one of them waits, forever"));
            self.left.store(deep - 1, SeqCst);
            if !pool.install(&call) {
                return Err(says("one of them has a wrong result"));
            }
        }
        Ok(())
    }

    /// If more calls are to be under way, makes one by `call`, which returns whether it was right.
    pub fn goes_deeper(&self, call: impl FnOnce() -> bool) -> bool {
        let left = self.left.load(SeqCst);
        self.left.store(left.saturating_sub(1), SeqCst); // There is one thread.
        left == 0 || call()
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
