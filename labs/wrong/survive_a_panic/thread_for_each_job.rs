// Refused: too_many

use std::thread;

type Job = Box<dyn FnOnce() + Send>;

fn run(_workers: usize, jobs: Vec<Job>) -> (usize, usize) {
    let all = jobs.len();
    let handles: Vec<_> = jobs.into_iter().map(thread::spawn).collect();
    let returned = handles.into_iter().filter_map(|handle| handle.join().ok()).count();
    (returned, all - returned)
}

fn main() {}

labs::exercise! {
    #[test]
    fn survive_a_panic(run);
}
