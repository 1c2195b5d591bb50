//! How much faster than one thread Rayon is, and from which size of input on.
//!
//! Article B says “near-linear scaling for CPU-bound work”. Threads that share nothing set the limit:
//! where they don't scale, because the cores share a clock, a cache or a host, nothing does. All three
//! compute the same sum, and the job grows with the cores. Where the first tenth of the numbers takes ten times as
//! long, Rayon moves work to idle threads, and scoped threads keep their shares.

use std::thread;

use examples_rayon::break_even;
use rayon::prelude::*;

use crate::harness::measure::cores;
use crate::harness::study::Outcome;
use crate::harness::{Figure, Study, Verdict, time};

/// For each core, so that each has some milliseconds to do however many there are.
const NUMBERS: usize = 200_000;
const ROOTS: usize = 20;
/// How many for each of the first tenth of the numbers, where they are uneven.
const LONGER: usize = 10 * ROOTS;

/// A number, and how many roots are drawn.
type Item = (f64, usize);

pub fn study() -> Study {
    let study = Study {
        name: "rayon_scaling",
        claim: "C6",
        article: "B \"Performance Considerations\"",
        says: "Rayon “typically achieves near-linear scaling for CPU-bound work”",
        figure: "near-linear",
        ..Study::default()
    };
    study
        .contender("one thread", || {
            outcome("the sum", numbers(ROOTS), |numbers| numbers.iter().map(root_chain).sum())
        })
        .contender("Rayon", || outcome("the sum", numbers(ROOTS), shared_by_rayon))
        .contender("scoped threads, one for each core", || {
            outcome("the sum", numbers(ROOTS), scoped)
        })
        .contender("uneven, Rayon", || outcome("the uneven sum", numbers(LONGER), shared_by_rayon))
        .contender("uneven, scoped threads", || outcome("the uneven sum", numbers(LONGER), scoped))
        .contender("Rayon on pixels", || {
            let mut outcome = Outcome::new([Figure::count("cores", cores() as f64)]);
            // On a busy machine it may never be faster.
            let pixels = pays_from().map(|size| Figure::count("faster from", size as f64));
            outcome.figures.extend(pixels);
            Ok(outcome)
        })
        .ratio("one thread / Rayon", "one thread", "Rayon")
        .ratio("one thread / scoped threads", "one thread", "scoped threads, one for each core")
        .ratio("uneven, scoped threads / Rayon", "uneven, scoped threads", "uneven, Rayon")
        .rule(
            ["one thread / Rayon", "one thread / scoped threads", "Rayon on pixels, cores"],
            verdict,
        )
}

pub fn verdict([rayon, scoped, cores]: [f64; 3]) -> Verdict {
    if cores < 2.0 {
        return Verdict::not_here("there is one core only");
    }
    let shown = format!("Rayon is {rayon:.2} times as fast as one thread, on {cores} cores");
    if rayon >= 0.8 * cores {
        Verdict::holds(shown)
    } else if rayon >= 0.9 * scoped {
        Verdict::holds_but(format!(
            "these cores allow no more: {shown}, and scoped threads {scoped:.2} times"
        ))
    } else {
        Verdict::not_here(format!("{shown}, and scoped threads are {scoped:.2} times as fast"))
    }
}

/// Returns the numbers. For each of the first tenth, `roots` are drawn.
fn numbers(roots: usize) -> Vec<Item> {
    let count = NUMBERS * cores();
    (0..count).map(|n| (n as f64, if n < count / 10 { roots } else { ROOTS })).collect()
}

fn outcome(what: &str, numbers: Vec<Item>, job: fn(&[Item]) -> f64) -> anyhow::Result<Outcome> {
    let sum = job(&numbers).round() as u64;
    Ok(Outcome::time(time(|| job(&numbers))).computed(what, sum))
}

/// Each root needs the one before, so one core can't do several at a time.
fn root_chain(&(number, roots): &Item) -> f64 {
    (0..roots).fold(number, |x, _| (x + 1.0).sqrt())
}

fn shared_by_rayon(numbers: &[Item]) -> f64 {
    numbers.par_iter().map(root_chain).sum()
}

fn scoped(numbers: &[Item]) -> f64 {
    thread::scope(|s| {
        let share = |chunk: &[Item]| chunk.iter().map(root_chain).sum::<f64>();
        let shares = numbers.chunks(numbers.len().div_ceil(cores()));
        let threads: Vec<_> = shares.map(|chunk| s.spawn(move || share(chunk))).collect();
        threads.into_iter().map(|thread| thread.join().expect("roots don't panic")).sum()
    })
}

/// Returns the number of pixels from which on the listing `break_even` is faster in parallel.
fn pays_from() -> Option<usize> {
    let pixels: Vec<[u8; 3]> =
        (0..100_000_u32).map(|i| [i as u8, (i / 3) as u8, (i / 7) as u8]).collect();
    let rows: Vec<_> = [10, 100, 1_000, 3_000, 10_000, 30_000, 100_000]
        .into_iter()
        .map(|size| {
            let input = &pixels[..size];
            // Rows are whole numbers, and ten pixels take few nanoseconds: so thousandths.
            let alone = time_many(|| break_even::sequential(input), size);
            let shared = time_many(|| break_even::parallel(input), size);
            (size, (1e3 * alone) as u128, (1e3 * shared) as u128)
        })
        .collect();
    faster_from(&rows)
}

/// Returns the size from which on the parallel version was faster, at this and every larger size.
/// Rows are size, sequential time and parallel time, smallest size first.
pub fn faster_from(rows: &[(usize, u128, u128)]) -> Option<usize> {
    // From the end: a single win at a small size, by chance, does not count.
    rows.iter().rev().take_while(|(_, alone, shared)| shared < alone).last().map(|row| row.0)
}

/// Times as many calls at once as make the job long enough for the clock.
fn time_many(mut job: impl FnMut() -> u64, size: usize) -> f64 {
    let calls = (10_000 / size).max(1);
    time(|| (0..calls).map(|_| std::hint::black_box(job())).sum::<u64>()) / calls as f64
}
