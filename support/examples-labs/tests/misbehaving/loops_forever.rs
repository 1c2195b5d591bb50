// Refused: busy_waiting

fn total(_threads: usize, _job: fn(usize) -> u64) -> u64 {
    let mut number = 1_u64;
    while number != 0 {
        number = number.wrapping_add(2);
    }
    0
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
