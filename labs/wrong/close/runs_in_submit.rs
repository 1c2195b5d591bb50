// Refused: sequential

type Job = Box<dyn FnOnce() + Send>;

struct Pool;

impl Pool {
    fn new(_workers: usize) -> Pool {
        Pool
    }

    fn submit(&self, job: Job) {
        job();
    }

    fn close(self) {}
}

fn main() {}

labs::exercise! {
    #[test]
    fn close(Pool::new, Pool::submit, Pool::close);
}
