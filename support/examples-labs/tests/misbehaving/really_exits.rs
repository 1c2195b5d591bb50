// Refused: exit

fn total(_threads: usize, _job: fn(usize) -> u64) -> u64 {
    ::std::process::exit(0)
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
