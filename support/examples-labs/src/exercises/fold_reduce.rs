//! Each thread counts into a map of its own.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;

use rayon::ThreadPoolBuilder;

use examples_explore::free::locks_taken;

use crate::{Calls, Refusal, Verdict, ensure, if_it_stands_still};

/// Where to read more.
pub const PAGE: &str = "rayon/fold_reduce";

type Answer =
    fn(lines: &[&str], split: for<'a> fn(&'a str) -> Vec<&'a str>) -> HashMap<String, u64>;

static CALLS: Calls = Calls::new();
/// How many calls must meet. 0: they need not.
static MEET: AtomicUsize = AtomicUsize::new(0);
const LINES: [&str; 4] = ["the cat and the dog", "a dog", "the end", ""];
/// With how many threads, and how often the lines are repeated.
const ROUNDS: [(usize, usize); 3] = [(4, 1000), (1, 1000), (4, 1)];

/// Grades `count`.
pub fn grade(answer: Answer) -> Verdict {
    let words = |line: &'static str| line.split_whitespace().collect();
    judge("calls of `split`", LINES, words, |lines| answer(lines, split))
}

/// Judges a function `count` that makes the `calls` for these lines, again and again. `words` are those to count
/// in a line.
pub(super) fn judge(
    calls: &'static str,
    lines: [&'static str; 4],
    words: fn(&'static str) -> Vec<&'static str>,
    count: impl Fn(&[&'static str]) -> HashMap<String, u64> + Sync,
) -> Verdict {
    if_it_stands_still(move || CALLS.never_met(2, calls, "count"));
    ROUNDS.into_iter().try_for_each(|(threads, times)| {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.expect("there is room for some threads");
        let mut expected = HashMap::new();
        for word in lines.into_iter().flat_map(words) {
            *expected.entry(word.to_owned()).or_insert(0) += times as u64;
        }
        pool.install(|| one_round(&lines.repeat(times), &expected, &count, threads))
    })
}

fn one_round(
    lines: &[&'static str],
    expected: &HashMap<String, u64>,
    count: impl Fn(&[&'static str]) -> HashMap<String, u64>,
    threads: usize,
) -> Verdict {
    CALLS.forget();
    // A few lines may well be one part.
    MEET.store(if threads > 1 && lines.len() > 4 { 2 } else { 0 }, SeqCst);
    let before = locks_taken();
    let got = count(lines);
    CALLS.all_on_rayon()?;
    same(&got, expected, threads)?;
    let locks = locks_taken() - before;
    let says = format!("a lock was taken {locks} times for {} lines", lines.len());
    ensure(locks == 0, "lock_taken", says)
}

fn same(got: &HashMap<String, u64>, expected: &HashMap<String, u64>, threads: usize) -> Verdict {
    let threads = if threads == 1 { "1 thread".into() } else { format!("{threads} threads") };
    let mut words: Vec<_> = expected.iter().collect();
    words.sort();
    for (word, expected) in words {
        let Some(counted) = got.get(word) else {
            let says = format!("`{word}` stands in the lines, and `count` has not counted it");
            return Err(Refusal::new("wrong_result", says));
        };
        let seen = format!(
            "with {threads}: `{word}` stands {expected} times in the lines, and the count is {counted}"
        );
        ensure(counted <= expected, "counted_twice", seen.clone())?;
        let why = "where two maps are put together, one count is lost";
        ensure(counted >= expected, "lost_count", format!("{seen}: {why}"))?;
    }
    let more = got.keys().find(|word| !expected.contains_key(*word));
    let says = || format!("{more:?} was counted, and is no word of the lines");
    ensure(more.is_none(), "wrong_result", says())
}

fn split(line: &str) -> Vec<&str> {
    call();
    line.split_whitespace().collect()
}

/// Sees a call that the answer makes for a line.
pub(super) fn call() {
    CALLS.enter("a line");
    CALLS.meet(MEET.load(SeqCst));
    thread::yield_now(); // The other threads get a share of the calls, even on one CPU.
    CALLS.leave("a line");
}
