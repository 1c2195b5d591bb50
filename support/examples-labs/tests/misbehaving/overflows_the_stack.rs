// Refused: stack_overflow

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    if threads == 0 { job(0) } else { 1 + total(threads + 1, job) }
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
