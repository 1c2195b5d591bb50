// Each worker runs its jobs on threads of their own, and `join` tells how each has ended.

use std::sync::Mutex;
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

fn run(workers: usize, jobs: Vec<Job>) -> (usize, usize) {
    let all = jobs.len();
    let queue = Mutex::new(jobs);
    let returned = Mutex::new(0);
    thread::scope(|s| {
        for _ in 0..workers {
            s.spawn(|| {
                loop {
                    let job = queue.lock().unwrap().pop();
                    let Some(job) = job else { break };
                    if thread::spawn(job).join().is_ok() {
                        *returned.lock().unwrap() += 1;
                    }
                }
            });
        }
    });
    let returned = returned.into_inner().unwrap();
    (returned, all - returned)
}

fn main() {}

labs::exercise! {
    #[test]
    fn survive_a_panic(run);
}
