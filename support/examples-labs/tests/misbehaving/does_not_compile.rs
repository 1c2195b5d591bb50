// Refused: does_not_compile

fn total(_threads: usize, _job: fn(usize) -> u64) -> u64 {
    let total: u32 = 1;
    total
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
