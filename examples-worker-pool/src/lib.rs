//! Article A, "Goroutines, channels, and worker pools": Go's programs in Rust, and then a pool of worker
//! threads in steps. Each step adds one thing that the step before could not do.

pub mod goroutines;
pub mod ping;
pub mod close_and_range;
pub mod worker_pool;
pub mod pool_async;
pub mod pool_boxed;
pub mod pool_bounded;
pub mod pool_results;
pub mod pool_panics;
pub mod pool_batches;
pub mod pool_condvar;
pub mod pool_shutdown;
pub mod pool;
