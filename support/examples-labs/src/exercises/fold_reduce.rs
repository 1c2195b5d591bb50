//! Each thread counts into a map of its own.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;

use rayon::ThreadPoolBuilder;

use examples_engine::counted;
use examples_engine::free::locks_taken;

use crate::run::progress;
use crate::{
    Calls, Given, Inputs, Inside, Refusal, Verdict, count_steps, counts_to_try, ensure,
    if_it_stands_still, steps,
};

/// Where to read more.
pub const PAGE: &str = "rayon/fold_reduce";

type Answer =
    fn(lines: &[&str], split: for<'a> fn(&'a str) -> Vec<&'a str>) -> HashMap<String, u64>;

type Counts = HashMap<String, u64>;

static ANSWER: Given<Answer> = Given::new();
static INSIDE: Inside<Counts> = Inside::new();
static CALLS: Calls = Calls::new();
/// How many of the first calls meet in pairs.
static PAIRS: AtomicUsize = AtomicUsize::new(0);
/// How many threads must meet.
static THREADS: AtomicUsize = AtomicUsize::new(0);
/// How many calls have begun. Only the first are looked at: there are very many.
static BEGUN: AtomicUsize = AtomicUsize::new(0);
const LOOKED_AT: usize = 100;
/// With how many threads, and how many lines.
const ROUNDS: [(usize, usize); 11] = [
    (4, 4003),
    (1, 4003),
    (4, A_FEW),
    (4, 65),
    (5, MORE),
    (7, MORE),
    (8, MORE),
    (4, 3),
    (4, 1),
    (4, 0),
    (4, 40_009),
];
/// This many lines must be shared out.
const A_FEW: usize = 24;
/// Of this many, each of Rayon's threads must have a share.
const MORE: usize = 60;

/// A line, and what is to be counted in it.
pub(super) type Line = (String, Vec<String>);

/// Grades `count`.
pub fn grade(answer: Answer) -> Verdict {
    judge("`split`", line, |lines| answer(lines, split))?;
    a_long_line(answer)?;
    one_inside_another(answer)
}

/// A word comes very often in one line.
fn a_long_line(answer: Answer) -> Verdict {
    for words in counts_to_try(5, 70_000).into_iter().chain([300]) {
        let line = vec!["the"; words].join("/");
        let expected = HashMap::from([("the".into(), words as u64)]);
        one_round("`split`", &[&line, NO_WORD], &expected, |lines| answer(lines, split))?;
    }
    Ok(())
}

/// The first or the last call of `split` calls the answer for other lines.
fn one_inside_another(answer: Answer) -> Verdict {
    ANSWER.set(answer);
    let counts = |all: &[(&str, u64)]| -> Counts {
        all.iter().map(|&(word, count)| (word.into(), count)).collect()
    };
    let says = "while `count` was under way, `split` called it for other lines: the two calls share something, and one \
                has got words of the other";
    let outer = |calls| answer(&["the/cat", "the/dog", "the"].repeat(calls / 3), split_and_count);
    INSIDE.during("count", outer, |calls, outer, inner| {
        let each = calls as u64 / 3;
        let right = outer == counts(&[("the", 3 * each), ("cat", each), ("dog", each)])
            && inner.is_none_or(|inner| inner == counts(&[("end", 2)]));
        ensure(right, "outlives_the_call", says)
    })?;
    INSIDE.many("count", many_deep)
}

/// Makes a call in which there may be another, and so on.
fn many_deep() -> bool {
    let counted = ANSWER.get()(&["the/cat", "the/dog"], |line| {
        let is_right = !line.ends_with("dog") || INSIDE.goes_deeper(many_deep);
        if is_right { line.split('/').collect() } else { Vec::new() }
    });
    counted == [("the", 2), ("cat", 1), ("dog", 1)].map(|(word, times)| (word.into(), times)).into()
}

fn split_and_count(line: &str) -> Vec<&str> {
    INSIDE.begins(|| ANSWER.get()(&["end", "end"], |line| vec![line]));
    line.split('/').collect()
}

/// Judges a function `count` that calls `called` for each line.
pub(super) fn judge(
    called: &'static str,
    line: fn(&mut Inputs) -> Line,
    count: impl Fn(&[&str]) -> HashMap<String, u64> + Sync,
) -> Verdict {
    if_it_stands_still(move || {
        let calls = format!("calls of {called}");
        match THREADS.load(SeqCst) {
            0 => CALLS.never_met(2, &calls, "count"),
            all => CALLS.threads_never_met(all, &calls, "count"),
        }
    });
    let mut inputs = Inputs::new(0);
    let own = counts_to_try(5, 20_000).into_iter().map(|own| (4, own));
    for (threads, lines) in ROUNDS.into_iter().chain(own) {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.expect("there is room for some threads");
        progress();
        let mut expected = HashMap::new();
        let mut next = || {
            let (text, counted) = line(&mut inputs);
            counted.into_iter().for_each(|word| *expected.entry(word).or_insert(0) += 1);
            text
        };
        let lines: Vec<String> = (0..lines).map(|_| next()).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        // Twice, since the same threads may still have what they counted before.
        for _ in 0..if lines.len() < 1000 || threads == 1 { 2 } else { 1 } {
            pool.install(|| one_round(called, &lines, &expected, &count))?;
        }
    }
    Ok(())
}

/// The line without a word.
const NO_WORD: &str = "no word";

/// Returns a line with no word, one, three or four, of which the fourth is one of very many. One word comes so often that it is
/// counted more than 65,536 times. A space does not end a word, so an answer that splits the lines itself is wrong. A word
/// may be empty.
fn line(inputs: &mut Inputs) -> Line {
    const WORDS: [&str; 10] = [
        "in use",
        "",
        "the",
        "cat",
        "dog",
        "The",
        "end",
        "é",
        "a word that is long, with this end",
        "a word that is long, with that end",
    ];
    let mut words: Vec<String> = match inputs.index(0, 9) {
        0 => Vec::new(),
        1 => vec![WORDS[inputs.index(1, 9)].into()],
        _ => [WORDS[0], WORDS[inputs.index(0, 9)], WORDS[0]].map(String::from).into(),
    };
    if words.len() == 3 && inputs.index(0, 9) == 0 {
        words.push(format!("word {}", inputs.index(0, 9999)));
    }
    let line = if words.is_empty() { NO_WORD.into() } else { words.join("/") };
    (line, words)
}

fn one_round(
    called: &str,
    lines: &[&str],
    expected: &HashMap<String, u64>,
    count: impl Fn(&[&str]) -> HashMap<String, u64>,
) -> Verdict {
    CALLS.forget();
    BEGUN.store(0, SeqCst);
    let threads = rayon::current_num_threads();
    let all_meet = threads > 1 && (MORE..100).contains(&lines.len());
    THREADS.store(if all_meet { threads } else { 0 }, SeqCst);
    let meets = threads > 1 && lines.len() >= A_FEW && !all_meet;
    PAIRS.store(if meets { (lines.len() / 4).clamp(2, LOOKED_AT / 2) } else { 0 }, SeqCst);
    count_steps();
    let before = locks_taken();
    let got = count(lines);
    CALLS.all_on_rayon()?;
    let (begun, all) = (BEGUN.load(SeqCst), lines.len());
    let says =
        format!("{called} was called {} for {}", counted(begun, "time"), counted(all, "line"));
    ensure(begun >= all, "lost_item", says.clone())?;
    ensure(begun == all, "done_twice", says)?;
    same(&got, expected, threads)?;
    let locks = locks_taken() - before;
    let says = format!("a lock was taken {} for {}", counted(locks, "time"), counted(all, "line"));
    ensure(locks == 0, "lock_taken", says)?;
    // To put the maps together may take some.
    let steps = steps();
    let says = format!(
        "for {all} lines, threads have used what they share {steps} times, such as an atomic or a channel: each \
         should count into a map of its own"
    );
    ensure(all < 1000 || steps < all / 4, "shared", says)
}

fn same(got: &HashMap<String, u64>, expected: &HashMap<String, u64>, threads: usize) -> Verdict {
    let threads = counted(threads, "thread");
    let mut words: Vec<_> = expected.iter().collect();
    words.sort_by_key(|(word, _)| (word.is_empty(), *word)); // One that can be seen is told first.
    for (word, expected) in words {
        let Some(got) = got.get(word) else {
            let says = format!("{word:?} stands in the lines, and `count` has not counted it");
            return Err(Refusal::new("wrong_result", says));
        };
        let seen = format!(
            "with {threads}: {word:?} stands {} in the lines, and the count is {got}",
            counted(*expected as usize, "time")
        );
        ensure(got <= expected, "counted_twice", seen.clone())?;
        ensure(got >= expected, "lost_count", seen)?;
    }
    let more = got.keys().find(|word| !expected.contains_key(*word));
    let says = || format!("{more:?} was counted, and is no word of the lines");
    ensure(more.is_none(), "wrong_result", says())
}

fn split(line: &str) -> Vec<&str> {
    call();
    if line == NO_WORD { Vec::new() } else { line.split('/').collect() }
}

/// Sees a call that the answer makes for a line.
pub(super) fn call() {
    if BEGUN.fetch_add(1, SeqCst) < LOOKED_AT {
        CALLS.enter("a line");
        CALLS.meet_in_pairs(PAIRS.load(SeqCst));
        if THREADS.load(SeqCst) > 0 {
            CALLS.pool_meets();
        }
        thread::yield_now(); // The other threads get a share of the calls, even on one CPU.
        CALLS.leave("a line");
    }
}
