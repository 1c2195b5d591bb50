//! Scoped threads borrow what they work on.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};

use crate::{Calls, Verdict, ensure, if_it_stands_still, it_may_stand_still};

/// Where to read more.
pub const PAGE: &str = "scope/borrow_locals";

type Answer = fn(lines: &[Line], threads: usize) -> usize;

static CALLS: Calls = Calls::new();
static CLONES: AtomicUsize = AtomicUsize::new(0);
/// How many threads must meet. 0: they need not.
static MEET: AtomicUsize = AtomicUsize::new(0);
const THREADS: usize = 4;

/// A line of text.
#[derive(Debug)]
pub struct Line {
    text: String,
    is_seen: AtomicBool,
}

impl Line {
    /// Returns a line with this text.
    pub fn new(text: &str) -> Self {
        Self { text: text.into(), is_seen: AtomicBool::new(false) }
    }

    /// Returns how many bytes it has.
    #[allow(clippy::len_without_is_empty)] // one question is enough for an exercise
    pub fn len(&self) -> usize {
        self.is_seen.store(true, SeqCst);
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
    // The number of lines is no multiple of the threads, and the longest line comes last.
    let lengths: Vec<usize> = (1..=23).collect();
    if_it_stands_still(|| CALLS.threads_never_met(THREADS, "calls of `len`", "longest"));
    judge(answer, &lengths, THREADS)?;
    it_may_stand_still();
    judge(answer, &[5, 9, 7, 1], 0)?;
    judge(answer, &[2, 3], 0)?;
    judge(answer, &[], 0)
}

fn judge(answer: Answer, lengths: &[usize], meet: usize) -> Verdict {
    let line = |length: &usize| Line::new(&"x".repeat(*length));
    let lines: Vec<Line> = lengths.iter().map(line).collect();
    CALLS.begin();
    MEET.store(meet, SeqCst);
    let got = answer(&lines, THREADS);
    let clones = CLONES.load(SeqCst);
    let says = format!("{clones} lines were cloned; a scoped thread can borrow them");
    ensure(clones == 0, "cloned", says)?;
    let all = lines.len();
    if let Some(lost) = lines.iter().position(|line| !line.is_seen.load(SeqCst)) {
        let lost = lost + 1;
        let says = format!("there are {all} lines, and no thread looks at line {lost}");
        return ensure(false, "lost_item", says);
    }
    let expected = lengths.iter().max().copied().unwrap_or(0);
    let says =
        format!("the longest of {all} lines has {expected} letters, and `longest` returned {got}");
    ensure(got == expected, "wrong_result", says)
}
