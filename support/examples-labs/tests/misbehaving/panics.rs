// Refused: panicked

fn total(threads: usize, _job: fn(usize) -> u64) -> u64 {
    let values: Vec<_> = (0..threads).map(|number| number as u64).collect();
    values[threads]
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
