// Refused: one_after_another

fn sum(values: &[f64], work: fn(f64) -> f64) -> f64 {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    pool.install(|| values.iter().map(|&value| work(value)).sum())
}

fn main() {}

labs::exercise! {
    #[test]
    fn stable_sum(sum);
}
