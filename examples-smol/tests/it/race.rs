//! What a time limit keeps, and what it drops.

use std::sync::mpsc;
use std::time::Duration;

use examples_smol::race;
use examples_testing::watched;
use smol::{Timer, future};

const HOUR: Duration = Duration::from_secs(3600);

#[test]
fn a_time_limit_drops_what_is_late_and_keeps_what_is_not() {
    let (gone, wait) = mpsc::channel::<()>();
    watched("a limit of no time at all", move || {
        smol::block_on(race::within(Duration::ZERO, async move {
            let _gone = gone;
            Timer::after(HOUR).await;
        }))
    });
    // The future's sender is dropped with it, and nothing was sent.
    assert_eq!(wait.try_recv(), Err(mpsc::TryRecvError::Disconnected));

    let in_time = watched("a future that is ready", || {
        smol::block_on(race::within(HOUR, future::yield_now()))
    });
    assert_eq!(in_time, Some(()));
    // When both are ready, the result counts.
    assert_eq!(smol::block_on(race::within(Duration::ZERO, async { 7 })), Some(7));
}
