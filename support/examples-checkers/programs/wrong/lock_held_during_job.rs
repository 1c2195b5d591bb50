//! A worker takes a job in the head of a `while let`, where the lock is held until the end of the loop's body. So only one
//! job runs at a time, and the first waits for the second.
//!
//! From: The Rust Programming Language, section 21.2, on `while let` instead of `let`,
//! <https://doc.rust-lang.org/book/ch21-02-multithreaded.html>
//! Fails: deadlock
//! Not under loom: its channel does not know when its last sender is dropped

use std::sync::{Arc, Mutex, mpsc};
use std::thread;

type Jobs = Arc<Mutex<mpsc::Receiver<Box<dyn FnOnce() + Send>>>>;

fn work(jobs: &Jobs) {
    while let Ok(job) = jobs.lock().unwrap().recv() {
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
