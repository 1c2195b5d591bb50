// Refused: blocks_the_executor

async fn compute(work: fn() -> u64) -> u64 {
    std::thread::spawn(work).join().unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
