// Refused: one_after_another

fn all_or_error(numbers: &[u32], work: fn(u32) -> Result<u64, String>) -> Result<Vec<u64>, String> {
    numbers.iter().map(|number| work(*number)).collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn first_error(all_or_error);
}
