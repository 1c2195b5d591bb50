//! What the listings' output can't show; a file is named after the listing that it tests.

mod close_and_range;
mod go;
mod ping;
mod pool;
mod pool_async;
mod pool_batches;
mod pool_bounded;
mod pool_boxed;
mod pool_condvar;
mod pool_panics;
mod pool_results;
mod pool_shutdown;
mod section;
mod support;
mod worker_pool;
