//! The waits overlap, on one thread.

use std::time::Duration;

use examples_smol::many_timers;
use examples_testing::watched;

const HOUR: Duration = Duration::from_secs(3600);

/// One after the other, these would take more than two hours.
#[test]
fn ten_thousand_timers_wait_at_the_same_time() {
    let (waited, threads) = watched("10,000 timers of at most a second and a half", || {
        many_timers::wait_for_all(10_000, Duration::from_millis(1_500))
    });
    assert_eq!(threads, 1);
    assert!(waited > 2 * HOUR, "{waited:?}");
}
