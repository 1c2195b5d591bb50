// Refused: sequential

use std::panic::{AssertUnwindSafe, catch_unwind};

type Job = Box<dyn FnOnce() + Send>;

fn run(_workers: usize, jobs: Vec<Job>) -> (usize, usize) {
    let all = jobs.len();
    let job = |job| catch_unwind(AssertUnwindSafe(job));
    let returned = jobs.into_iter().filter_map(|one| job(one).ok()).count();
    (returned, all - returned)
}

fn main() {}

labs::exercise! {
    #[test]
    fn survive_a_panic(run);
}
