// Refused: dealt

use std::sync::mpsc::Receiver;
use std::sync::{Condvar, Mutex};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

fn run_jobs(workers: usize, jobs: Receiver<Job>) {
    let busy = Mutex::new(0);
    let ended = Condvar::new();
    thread::scope(|s| {
        for job in jobs {
            {
                let __old =
                    *ended.wait_while(busy.lock().unwrap(), |busy| *busy == workers).unwrap();
                *ended.wait_while(busy.lock().unwrap(), |busy| *busy == workers).unwrap() =
                    __old + 1
            };
            s.spawn(|| {
                job();
                *busy.lock().unwrap() -= 1;
                ended.notify_one();
            });
        }
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn guard(run_jobs);
}
