//! A parallel sum that does not depend on the threads.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use examples_engine::counted;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::run::progress;
use crate::{
    Calls, Given, Inputs, Inside, Refusal, Verdict, counts_to_try, ensure, if_it_stands_still,
};

/// Where to read more.
pub const PAGE: &str = "rayon/chunks";

type Answer = fn(values: &[f64], work: fn(f64) -> f64) -> f64;

static ANSWER: Given<Answer> = Given::new();
static INSIDE: Inside<f64> = Inside::new();
static CALLS: Calls = Calls::new();
static ROUND: Given<Round> = Given::new();
/// How many calls have begun. Only the first are looked at: there are very many.
static BEGUN: AtomicUsize = AtomicUsize::new(0);
const THREADS: [usize; 8] = [1, 4, 3, 2, 7, 5, 8, 4];
/// From this many threads on, each must have a share.
const MEET: usize = 4;
/// With fewer threads, this many of the first calls meet in pairs.
const PAIRS: usize = 40;

struct Round {
    threads: usize,
    /// What a call multiplies its value by.
    times: f64,
    /// Some of the first calls meet.
    meet: bool,
}

/// Grades `sum`.
pub fn grade(answer: Answer) -> Verdict {
    let mut inputs = Inputs::new(0);
    // Primes, so that any parts of the same size leave a rest.
    let count = [19_997, 20_011, 20_021, 20_023][inputs.index(0, 3)];
    let times = [0.3, 0.75, 1.1][inputs.index(0, 2)];
    // Large and small, so that the order of the additions shows.
    let mut value = |n: usize| (inputs.between(1, 10_007) as f64).powi(1 + n as i32 % 3) / 7.0;
    let values: Vec<f64> = (0..count).map(&mut value).collect();
    judge(answer, &values, times, true)?;
    for own in counts_to_try(5, 20_000) {
        judge(answer, &values[..own.min(count)], times, false)?; // It may be one part.
    }
    // From 1e-200 to 1e200.
    for size in [1e-18, 1e-198, 1e187] {
        let values: Vec<f64> = values.iter().map(|value| value * size).collect();
        judge(answer, &values, times, true)?;
    }
    judge(answer, &far_apart(&mut inputs, count), times, true)?;
    one_inside_another(answer)
}

/// The first or the last call of `work` calls the answer for other values.
fn one_inside_another(answer: Answer) -> Verdict {
    ANSWER.set(answer);
    let outer = |calls| answer(&[1.0, 2.0, 4.0].repeat(calls / 3), calls_the_answer);
    INSIDE.during("sum", outer, |calls, outer, inner| {
            let (expected, inner) = (7.0 * (calls / 3) as f64, inner.unwrap_or(24.0));
            let says = format!(
                "while `sum` added values that make {expected}, `work` called it for 8 and 16, and the sums were {outer} \
                 and {inner}: the two calls share something"
            );
            let right = (outer - expected).abs() + (inner - 24.0).abs() < 1e-9;
            ensure(right, "outlives_the_call", says)
        })?;
    INSIDE.many("sum", many_deep)
}

/// Makes a call in which there may be another, and so on.
fn many_deep() -> bool {
    let work = |value| if value == 2.0 && !INSIDE.goes_deeper(many_deep) { 9.0 } else { value };
    (ANSWER.get()(&[1.0, 2.0, 4.0], work) - 7.0).abs() < 1e-9
}

fn calls_the_answer(value: f64) -> f64 {
    INSIDE.begins(|| ANSWER.get()(&[8.0, 16.0], |value| value));
    value
}

/// Returns values of which the large ones cancel each other out. What each addition has lost is then larger than the
/// sum, so that it shows if an answer loses less, and not nothing.
fn far_apart(inputs: &mut Inputs, count: usize) -> Vec<f64> {
    let mut values = vec![0.0; count];
    for (n, place) in inputs.order(count).into_iter().enumerate() {
        let size = 10_f64.powi((n / 2 % 21) as i32 * 9);
        let sign = if n % 2 == 0 { 1.0 } else { -1.0 };
        // Two of the same size, and a small difference.
        values[place] = sign * size / 3.0 + inputs.between(1, 99) as f64 / 7.0;
    }
    values
}

fn judge(answer: Answer, values: &[f64], times: f64, meet: bool) -> Verdict {
    let mut first = None;
    for threads in THREADS {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.expect("there is room for some threads");
        // Twice on the one thread, which may still have what it added before.
        for _ in 0..if threads == 1 { 2 } else { 1 } {
            let got = one_round(&pool, answer, values, times, meet)?;
            let first = *first.get_or_insert(got);
            if got.to_bits() != first.to_bits() {
                let threads = counted(threads, "thread");
                let says = format!(
                    "with 1 thread the sum is {first:?}, with {threads} another one: \
                     the additions are made in another order"
                );
                return Err(Refusal::new("unstable", says));
            }
        }
    }
    Ok(())
}

fn one_round(
    pool: &ThreadPool,
    answer: Answer,
    values: &[f64],
    times: f64,
    meet: bool,
) -> Result<f64, Refusal> {
    let (count, threads) = (values.len(), pool.current_num_threads());
    let expected: f64 = values.iter().map(|value| value * times).sum();
    let sizes: f64 = values.iter().map(|value| (value * times).abs()).sum();
    progress();
    BEGUN.store(0, SeqCst);
    ROUND.set(Round { threads, times, meet });
    if_it_stands_still(move || match threads {
        MEET.. => CALLS.threads_never_met(threads, "calls", "sum"),
        _ => CALLS.never_met(2, "calls", "sum"),
    });
    let got = pool.install(|| {
        CALLS.forget();
        answer(values, work)
    });
    CALLS.all_on_rayon()?;
    let begun = BEGUN.load(SeqCst);
    let says =
        format!("`work` was called {} for {}", counted(begun, "time"), counted(count, "value"));
    ensure(begun >= count, "lost_item", says.clone())?;
    ensure(begun == count, "done_twice", says)?;
    let says = format!("about {expected:e} was expected, and `sum` returned {got:e}");
    ensure((got - expected).abs() < 1e-9 * sizes, "wrong_result", says)?;
    Ok(got)
}

fn work(value: f64) -> f64 {
    let begun = BEGUN.fetch_add(1, SeqCst);
    let round = ROUND.get();
    if round.meet && round.threads > 1 && begun < PAIRS {
        CALLS.enter(value);
        match round.threads {
            MEET.. => CALLS.pool_meets(),
            _ => CALLS.meet_in_pairs(PAIRS),
        }
        CALLS.leave(value);
    }
    value * round.times
}
