//! Scoped threads borrow what they work on.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use examples_engine::counted;

use crate::refusal::were;
use crate::{
    Calls, Inputs, Verdict, counts_to_try, ensure, explore, explore_some, if_it_stands_still,
    it_may_stand_still, two_calls_return,
};

/// Where to read more.
pub const PAGE: &str = "scope/borrow_locals";

type Answer = fn(lines: &[Line], threads: usize) -> usize;

static CALLS: Calls = Calls::new();
static CLONES: AtomicUsize = AtomicUsize::new(0);
/// More than a byte can count. Only in freely running threads: such a crowd makes a schedule long.
const VERY_MANY: usize = 260;
/// How many threads must meet. 0: they need not.
static MEET: AtomicUsize = AtomicUsize::new(0);

/// A line of text.
#[derive(Debug)]
pub struct Line {
    text: String,
    calls: AtomicUsize,
}

impl Line {
    /// Returns a line with this text.
    pub fn new(text: &str) -> Self {
        Self { text: text.into(), calls: AtomicUsize::new(0) }
    }

    /// Returns how many bytes it has.
    #[allow(clippy::len_without_is_empty)] // one question is enough for an exercise
    pub fn len(&self) -> usize {
        self.calls.fetch_add(1, SeqCst);
        CALLS.enter(&self.text);
        CALLS.threads_meet(MEET.load(SeqCst));
        CALLS.leave(&self.text);
        self.text.len()
    }
}

impl Clone for Line {
    fn clone(&self) -> Self {
        CLONES.fetch_add(1, SeqCst);
        Self::new(&self.text)
    }
}

/// Grades `longest`.
pub fn grade(answer: Answer) -> Verdict {
    let mut inputs = Inputs::new(0);
    let several = inputs.index(3, 5);
    for lines in [2, 3] {
        let lengths = lengths(&mut inputs, lines);
        explore(move || judge(answer, &lengths, 2, 0), |failure| failure.into())?;
    }
    let all = [
        (several, several * 5 + 2),
        (2, 7),
        (12, 78),
        (VERY_MANY, 3 * VERY_MANY),
        (several, several),
    ];
    let own = counts_to_try(5, 300).into_iter().map(|own| (own, 3 * own));
    for (threads, lines) in all.into_iter().chain(own) {
        if_it_stands_still(move || CALLS.threads_never_met(threads, "calls of `len`", "longest"));
        let lengths = lengths(&mut inputs, lines);
        judge(answer, &lengths, threads, threads)?;
    }
    let few = lengths(&mut inputs, several - 1);
    if_it_stands_still(move || {
        let calls = format!("calls of `len` for {} lines and {several} threads", several - 1);
        CALLS.threads_never_met(2, &calls, "longest")
    });
    judge(answer, &few, several, 2)?;
    it_may_stand_still();
    judge(answer, &few, several, 0)?;
    let all = [(several, 2 * several - 1), (1, 3), (several, 1), (2, 20_000)];
    let own = counts_to_try(5, 20_000).into_iter().map(|own| (2, own));
    for (threads, lines) in all.into_iter().chain(own) {
        judge(answer, &lengths(&mut inputs, lines), threads, 0)?;
    }
    judge(answer, &[0, 0], several, 0)?;
    judge(answer, &[], several, 0)?;
    explore_some(move || two_calls(answer), |failure| failure.into())
}

/// Two threads call the answer at the same time.
fn two_calls(answer: Answer) -> Verdict {
    CALLS.begin();
    MEET.store(0, SeqCst);
    let longest =
        move |lengths: [usize; 2]| answer(&lengths.map(|length| Line::new(&"x".repeat(length))), 2);
    two_calls_return("longest", || longest([3, 2]), move || longest([7, 9]), [3, 9])
}

/// Returns the lengths of lines. The longest is the first, the last or another one.
fn lengths(inputs: &mut Inputs, lines: usize) -> Vec<usize> {
    let mut lengths: Vec<_> = (0..lines).map(|_| inputs.index(0, 40)).collect();
    let longest = match inputs.index(0, 2) {
        0 => 0,
        1 => lines - 1,
        _ => inputs.index(0, lines - 1),
    };
    lengths[longest] = inputs.index(50, 90);
    lengths
}

fn judge(answer: Answer, lengths: &[usize], threads: usize, meet: usize) -> Verdict {
    let line = |length: &usize| Line::new(&"x".repeat(*length));
    let lines: Vec<Line> = lengths.iter().map(line).collect();
    CALLS.begin();
    MEET.store(meet, SeqCst);
    let got = answer(&lines, threads);
    let clones = CLONES.load(SeqCst);
    let says = format!("{} cloned; a scoped thread can borrow them", were(clones, "line"));
    ensure(clones == 0, "cloned", says)?;
    let all = lines.len();
    if let Some(lost) = lines.iter().position(|line| line.calls.load(SeqCst) == 0) {
        let lost = lost + 1;
        let says = format!("there are {all} lines, and no thread looks at line {lost}");
        return ensure(false, "lost_item", says);
    }
    if let Some(twice) = lines.iter().position(|line| line.calls.load(SeqCst) > 1) {
        let (calls, twice) = (lines[twice].calls.load(SeqCst), twice + 1);
        let says = format!(
            "`len` was called {calls} times for line {twice} of {all}; once is enough, since it takes long"
        );
        return ensure(false, "done_twice", says);
    }
    CALLS.all_followed()?;
    let started = CALLS.other_threads();
    let call = if started == 1 { "calls" } else { "call" };
    let says = format!(
        "`threads` was {threads}, and {} that `longest` has started {call} `len`: the calling thread may only \
         take what is left over",
        counted(started, "thread")
    );
    // Of as many lines as threads, the calling thread may have taken one as the next.
    let counts = meet == threads && all > threads;
    ensure(!counts || started >= threads, "on_the_caller", says)?;
    let made_by = CALLS.threads();
    let says = format!(
        "`threads` was {threads}, and {made_by} threads have called `len`: they should share out the lines"
    );
    // One more may take what is left.
    ensure(made_by <= threads + 1, "too_many", says)?;
    let expected = lengths.iter().max().copied().unwrap_or(0);
    let says =
        format!("the longest of {all} lines has {expected} letters, and `longest` returned {got}");
    ensure(got == expected, "wrong_result", says)
}
