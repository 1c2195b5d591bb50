use std::hint::black_box;
use std::time::{Duration, Instant};

/// A debug build judges nothing, so it need not wait for figures that are good enough for that.
const QUICK: bool = cfg!(debug_assertions);
/// A contender runs at least this long before it is measured: caches, branch predictors, pools and the
/// processor's clock are then as they will be.
const WARM_UP: Duration = Duration::from_millis(if QUICK { 0 } else { 10 });
/// It is then measured at least this long, and at least this many times.
const MEASURED: Duration = Duration::from_millis(if QUICK { 0 } else { 30 });
const LEAST: usize = 3;

/// Returns the nanoseconds that a call of `job` takes: the median of several, after a warm-up. A job
/// should take 10 µs or more, so that reading the clock does not count.
pub fn time<T>(mut job: impl FnMut() -> T) -> f64 {
    time_part(|| {
        let before = Instant::now();
        black_box(job()); // An unused result would be optimized away.
        before.elapsed()
    })
}

/// Returns the same for a job that reads the clock itself, because only a part of it counts.
pub fn time_part(mut job: impl FnMut() -> Duration) -> f64 {
    let start = Instant::now();
    loop {
        job();
        if start.elapsed() >= WARM_UP {
            break;
        }
    }
    let (start, mut times) = (Instant::now(), Vec::new());
    while times.len() < LEAST || start.elapsed() < MEASURED {
        times.push(job().as_nanos() as f64);
    }
    times.sort_by(f64::total_cmp);
    times[times.len() / 2] // The mean would follow a single run that something interrupted.
}

/// Keeps a core busy, step after step: each needs the result of the one before. The result tells whether
/// the work was done.
pub fn compute(seed: u64, steps: u32) -> u64 {
    let mut x = seed.wrapping_add(1);
    for _ in 0..steps {
        x ^= x >> 29;
        x = x.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    x
}

/// Returns how many threads can run at the same moment.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get())
}
