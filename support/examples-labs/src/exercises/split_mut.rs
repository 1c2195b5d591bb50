//! Each thread changes a part of its own.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use crate::{Calls, Verdict, ensure, if_it_stands_still, it_may_stand_still};

/// Where to read more.
pub const PAGE: &str = "scope/disjoint_mut";

type Answer = fn(numbers: &mut [Number], threads: usize);

static CALLS: Calls = Calls::new();
/// How many threads must meet. 0: they need not.
static MEET: AtomicUsize = AtomicUsize::new(0);
const THREADS: usize = 4;

/// A number that can be doubled.
pub struct Number {
    value: u64,
    doubled: usize,
}

impl Number {
    /// Returns a number with this value.
    pub fn new(value: u64) -> Self {
        Self { value, doubled: 0 }
    }

    /// Doubles it.
    pub fn double(&mut self) {
        CALLS.enter(self.value);
        CALLS.threads_meet(MEET.load(SeqCst));
        self.value *= 2;
        self.doubled += 1;
        CALLS.leave(self.value);
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// Grades `double_all`.
pub fn grade(answer: Answer) -> Verdict {
    if_it_stands_still(|| CALLS.threads_never_met(THREADS, "calls of `double`", "double_all"));
    // No multiple of the threads.
    judge(answer, 23, THREADS)?;
    it_may_stand_still();
    [4, 2, 0].into_iter().try_for_each(|count| judge(answer, count, 0))
}

fn judge(answer: Answer, count: u64, meet: usize) -> Verdict {
    let mut numbers: Vec<Number> = (1..=count).map(Number::new).collect();
    CALLS.begin();
    MEET.store(meet, SeqCst);
    answer(&mut numbers, THREADS);
    numbers.iter().enumerate().try_for_each(|(index, number)| {
        let place = index + 1;
        let says = format!("number {place} of {count} was not doubled");
        ensure(number.doubled != 0, "lost_item", says)?;
        let times = number.doubled;
        let says = format!("number {place} of {count} was doubled {times} times");
        ensure(times == 1, "done_twice", says)?;
        let says = format!("number {place} of {count} stood in another place before");
        ensure(number.value == 2 * place as u64, "wrong_order", says)
    })
}
