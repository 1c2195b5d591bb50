//! How long a checker takes.

use std::time::Duration;

/// Returns the processor time that the process has used so far.
#[cfg(unix)]
pub fn now() -> Duration {
    use nix::time::{ClockId, clock_gettime};

    let used = clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID);
    used.map(Duration::from).unwrap_or_default()
}

/// Returns the time since the first call. Only Unix tells the processor time.
#[cfg(not(unix))]
pub fn now() -> Duration {
    use std::sync::OnceLock;
    use std::time::Instant;

    static BEGIN: OnceLock<Instant> = OnceLock::new();
    BEGIN.get_or_init(Instant::now).elapsed()
}
