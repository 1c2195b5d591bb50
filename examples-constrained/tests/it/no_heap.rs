//! Between two interrupts the loop sleeps.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use examples_constrained::no_heap::{MILLIS, run};

static SLEEPS: AtomicUsize = AtomicUsize::new(0);
static LINES: Mutex<Vec<(usize, String)>> = Mutex::new(Vec::new());

/// No other test runs the listing in this process: the clock is a `static`.
#[test]
fn each_task_goes_on_at_its_time_and_the_loop_sleeps_once_for_each_interrupt() {
    let bytes = run(
        || {
            SLEEPS.fetch_add(1, Relaxed);
            MILLIS.fetch_add(1, Relaxed);
        },
        |line| {
            let mut lines = LINES.lock().expect("no holder panics");
            lines.push((SLEEPS.load(Relaxed), line.to_string()));
        },
    );
    let lines = LINES.lock().expect("no holder panics");
    for (slept, line) in lines.iter() {
        assert!(line.starts_with(&format!("{slept} ms: ")), "{line} after {slept} interrupts");
    }
    assert_eq!(lines.len(), 6);
    assert_eq!(SLEEPS.load(Relaxed), 400, "it ends with the last task");
    assert!(bytes < 1024, "{bytes} bytes are too many for a small chip");
}
