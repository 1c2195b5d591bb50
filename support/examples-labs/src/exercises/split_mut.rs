//! Each thread changes a part of its own.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use examples_engine::free::locks_taken;
use examples_engine::modelled::thread;
use examples_engine::{counted, is_followed};

use crate::{
    Calls, Inputs, Refusal, Verdict, counts_to_try, ensure, explore, explore_some,
    if_it_stands_still, it_may_stand_still,
};

/// Where to read more.
pub const PAGE: &str = "scope/disjoint_mut";

type Answer = fn(numbers: &mut [Number], threads: usize);

static CALLS: Calls = Calls::new();
/// More than a byte can count. Only in freely running threads: such a crowd makes a schedule long.
const VERY_MANY: usize = 260;
/// How many threads must meet. 0: they need not.
static MEET: AtomicUsize = AtomicUsize::new(0);

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
    let mut inputs = Inputs::new(0);
    let several = inputs.index(3, 5);
    let values = inputs.large_numbers(3);
    explore(move || judge(answer, &values, 2, 0), |failure| failure.into())?;
    let all = [
        (several, several * 5 + 2),
        (2, 7),
        (12, 78),
        (VERY_MANY, 3 * VERY_MANY),
        (several, several),
    ];
    let own = counts_to_try(5, 300).into_iter().map(|own| (own, 3 * own));
    for (threads, count) in all.into_iter().chain(own) {
        if_it_stands_still(move || {
            CALLS.threads_never_met(threads, "calls of `double`", "double_all")
        });
        judge(answer, &inputs.large_numbers(count), threads, threads)?;
    }
    if_it_stands_still(move || {
        let calls = format!("calls of `double` for {} numbers and {several} threads", several - 1);
        CALLS.threads_never_met(2, &calls, "double_all")
    });
    judge(answer, &inputs.large_numbers(several - 1), several, 2)?;
    it_may_stand_still();
    let all = [
        (several, several - 1),
        (several, 2 * several - 1),
        (several, 1),
        (1, 5),
        (2, 20_000),
        (several, 0),
    ];
    let own = counts_to_try(5, 20_000).into_iter().map(|own| (2, own));
    for (threads, count) in all.into_iter().chain(own) {
        judge(answer, &inputs.large_numbers(count), threads, 0)?;
    }
    explore_some(move || two_calls(answer), |failure| failure.into())
}

/// Two threads call the answer at the same time.
fn two_calls(answer: Answer) -> Verdict {
    CALLS.begin();
    MEET.store(0, SeqCst);
    let double_all = move |values: [u64; 2]| {
        let mut numbers = values.map(Number::new);
        answer(&mut numbers, 2);
        numbers.map(|number| number.value)
    };
    let other = thread::spawn(move || double_all([7, 9]));
    let mine = double_all([3, 2]);
    let theirs = other.join().map_err(|_| Refusal::new("panicked", "`double_all` panicked"))?;
    let says = format!(
        "two threads have called `double_all` at the same time; the numbers should become [6, 4] and [14, 18], and \
         became {mine:?} and {theirs:?}: the two calls share something"
    );
    ensure(mine == [6, 4] && theirs == [14, 18], "outlives_the_call", says)
}

fn judge(answer: Answer, values: &[u64], threads: usize, meet: usize) -> Verdict {
    let mut numbers: Vec<Number> = values.iter().copied().map(Number::new).collect();
    CALLS.begin();
    MEET.store(meet, SeqCst);
    let count = values.len();
    let before = locks_taken();
    answer(&mut numbers, threads);
    let locks = locks_taken() - before;
    CALLS.all_followed()?;
    for (index, (number, value)) in numbers.iter().zip(values).enumerate() {
        let place = index + 1;
        let says = format!("number {place} of {count} was not doubled");
        ensure(number.doubled != 0, "lost_item", says)?;
        let times = number.doubled;
        let says = format!("number {place} of {count} was doubled {times} times");
        ensure(times == 1, "done_twice", says)?;
        let says = format!("number {place} of {count} stood in another place before");
        ensure(number.value == 2 * value, "wrong_order", says)?;
    }
    let started = CALLS.other_threads();
    let call = if started == 1 { "calls" } else { "call" };
    let says = format!(
        "`threads` was {threads}, and {} that `double_all` has started {call} `double`: the calling thread may only \
         take what is left over",
        counted(started, "thread")
    );
    // Of as many numbers as threads, the calling thread may have taken one as the next.
    let counts = meet == threads && count > threads;
    ensure(!counts || started >= threads, "on_the_caller", says)?;
    let made_by = CALLS.threads();
    let says = format!(
        "`threads` was {threads}, and {made_by} threads have called `double`: they should share out the numbers"
    );
    // One more may take what is left.
    ensure(made_by <= threads + 1, "too_many", says)?;
    let times = counted(locks, "time");
    let says = format!("a lock was taken {times}: each thread can have a part of its own");
    // What a lock keeps apart says more, so others look first whether the threads work at the same time.
    ensure(locks == 0 || is_followed() || meet > 0, "lock_taken", says)
}
