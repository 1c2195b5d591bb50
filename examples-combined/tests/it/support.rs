use std::sync::Barrier;

use rayon::ThreadPoolBuilder;

/// Runs `job` inside each worker of a new pool at the same time.
pub fn in_each_worker(workers: usize, job: impl Fn() + Sync) {
    let pool = ThreadPoolBuilder::new().num_threads(workers).build().unwrap();
    let all_inside = Barrier::new(workers);
    pool.broadcast(|_| {
        all_inside.wait();
        job();
    });
}
