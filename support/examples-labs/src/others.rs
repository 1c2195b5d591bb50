//! What the copy of an answer sees instead of Tokio and Rayon: the same, but that what it starts there may come to its
//! end before the answer goes on.

/// Tokio.
pub mod tokio {
    pub use ::tokio::*;

    /// Its tasks.
    pub mod task {
        pub use ::tokio::task::*;
        use examples_engine::free;

        /// Runs a job on a thread for blocking calls.
        #[track_caller]
        pub fn spawn_blocking<R: Send + 'static>(
            job: impl FnOnce() -> R + Send + 'static,
        ) -> JoinHandle<R> {
            let handle = ::tokio::task::spawn_blocking(|| {
                free::begin();
                job()
            });
            free::step();
            handle
        }
    }
}

/// Rayon.
pub mod rayon {
    pub use ::rayon::*;
    use examples_engine::free;

    use crate::late::before_spawn;

    /// Runs a job on a thread of the pool.
    pub fn spawn(job: impl FnOnce() + Send + 'static) {
        before_spawn();
        ::rayon::spawn(job);
        free::step();
    }

    /// The same, in the order in which the jobs come.
    pub fn spawn_fifo(job: impl FnOnce() + Send + 'static) {
        before_spawn();
        ::rayon::spawn_fifo(job);
        free::step();
    }
}
