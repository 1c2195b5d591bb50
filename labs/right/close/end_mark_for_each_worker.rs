// An end mark for each worker; the sender stays.

use std::thread::{self, JoinHandle};

use crossbeam::channel::{self, Sender};

type Job = Box<dyn FnOnce() + Send>;

enum Message {
    Run(Job),
    End,
}

struct Pool {
    messages: Sender<Message>,
    workers: Vec<JoinHandle<()>>,
}

impl Pool {
    fn new(workers: usize) -> Pool {
        let (messages, receiver) = channel::unbounded();
        let start = |_| {
            let receiver = receiver.clone();
            thread::spawn(move || {
                while let Ok(Message::Run(job)) = receiver.recv() {
                    job();
                }
            })
        };
        Pool { messages, workers: (0..workers).map(start).collect() }
    }

    fn submit(&self, job: Job) {
        self.messages.send(Message::Run(job)).unwrap();
    }

    fn close(self) {
        for _ in &self.workers {
            self.messages.send(Message::End).unwrap();
        }
        for worker in self.workers {
            worker.join().unwrap();
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn close(Pool::new, Pool::submit, Pool::close);
}
