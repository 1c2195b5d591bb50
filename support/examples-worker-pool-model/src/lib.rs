//! Tests only: the listings `pool_shutdown` and `pool` under model checkers. And `publish`, of the
//! section on threads, under loom.
//!
//! A test that starts threads sees the few schedules that the system happens to choose. loom goes through
//! all schedules with a bounded number of preemptions, for a small pool. shuttle goes through thousands of
//! random schedules, for a larger one. Both need their own threads, locks and condition variables in place
//! of std's. So `build.rs` copies the listings and replaces their imports, and the listings stay as the
//! reader sees them. It also makes broken twins, in which the checkers must find the mistake.
//!
//! Each checker has a test binary of its own: shuttle installs a panic hook that would disturb loom's output.
//!
//! `cargo test -p examples-worker-pool-model --features checkers` runs them; without the feature there is nothing
//! to build here.
