// Refused: not_told

// A worker is told of a job only if no other waits: of two that come at once, the second waits while a worker sleeps.

use std::collections::VecDeque;
use std::sync::mpsc::Receiver;
use std::sync::{Condvar, Mutex};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct Queue {
    jobs: VecDeque<Job>,
    ended: bool,
}

fn run_jobs(workers: usize, jobs: Receiver<Job>) {
    let queue = Mutex::new(Queue::default());
    let changed = Condvar::new();
    thread::scope(|s| {
        for _ in 0..workers {
            s.spawn(|| {
                loop {
                    let waits = |queue: &mut Queue| queue.jobs.is_empty() && !queue.ended;
                    let mut queue = changed.wait_while(queue.lock().unwrap(), waits).unwrap();
                    let Some(job) = queue.jobs.pop_front() else { return };
                    drop(queue);
                    job();
                }
            });
        }
        for job in jobs {
            let mut queue = queue.lock().unwrap();
            queue.jobs.push_back(job);
            if queue.jobs.len() == 1 {
                changed.notify_one();
            }
        }
        queue.lock().unwrap().ended = true;
        changed.notify_all();
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn guard(run_jobs);
}
