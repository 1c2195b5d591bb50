//! A worker takes a job in a `let`, at whose end the lock is given back. Two jobs run at a time, and one waits for the other.
//!
//! From: The Rust Programming Language, section 21.2,
//! <https://doc.rust-lang.org/book/ch21-02-multithreaded.html>
//! Not under loom: its channel does not know when its last sender is dropped

use std::sync::{Arc, Mutex, mpsc};
use std::thread;

type Jobs = Arc<Mutex<mpsc::Receiver<Box<dyn FnOnce() + Send>>>>;

fn work(jobs: &Jobs) {
    loop {
        let job = jobs.lock().unwrap().recv();
        let Ok(job) = job else { return };
        job();
    }
}

pub fn main() {
    let (submit, jobs) = mpsc::channel::<Box<dyn FnOnce() + Send>>();
    let jobs = Arc::new(Mutex::new(jobs));
    let (answer, question) = mpsc::channel();
    submit.send(Box::new(move || question.recv().unwrap())).unwrap();
    submit.send(Box::new(move || answer.send(()).unwrap())).unwrap();
    drop(submit);
    let workers = [(); 2].map(|()| {
        let jobs = Arc::clone(&jobs);
        thread::spawn(move || work(&jobs))
    });
    for worker in workers {
        worker.join().unwrap();
    }
}
