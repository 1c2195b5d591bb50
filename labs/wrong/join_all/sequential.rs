// Refused: sequential

fn squares(inputs: Vec<u64>, work: fn(u64) -> u64) -> Vec<u64> {
    let mut results = Vec::new();
    for input in inputs {
        results.push(work(input));
    }
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn join_all(squares);
}
