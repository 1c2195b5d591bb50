// Refused: too_much_output

fn total(_threads: usize, _job: fn(usize) -> u64) -> u64 {
    use std::io::Write;
    loop {
        let _ = std::io::stdout().write_all(&[b'x'; 8192]);
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
