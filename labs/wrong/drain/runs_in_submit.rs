// Refused: sequential

use std::sync::Mutex;

type Job = Box<dyn FnOnce() + Send>;

struct Pool {
    closed: Mutex<bool>,
}

struct Closed;

impl Pool {
    fn new(_workers: usize) -> Pool {
        Pool { closed: Mutex::new(false) }
    }

    fn submit(&self, job: Job) -> Result<(), Closed> {
        let closed = self.closed.lock().unwrap();
        if *closed {
            return Err(Closed);
        }
        job();
        Ok(())
    }

    fn drain(&self) {
        *self.closed.lock().unwrap() = true;
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn drain(Pool::new, Pool::submit, Pool::drain);
}
