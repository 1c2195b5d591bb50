//! Article A, "Goroutines, channels, and worker pools": what Go does beside what Rust does, and then
//! a pool of worker threads, built in steps, each of which mends what the one before could not do.

pub mod goroutines;
pub mod ping;
pub mod worker_pool;
pub mod close_and_range;
pub mod pool_boxed;
pub mod pool_shutdown;
pub mod pool_panics;
pub mod pool_results;
pub mod pool_bounded;
pub mod pool_batches;
pub mod pool_async;
pub mod pool;
