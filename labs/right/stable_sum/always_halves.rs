// Divide and conquer; where it divides does not depend on the threads.

fn sum(values: &[f64], work: fn(f64) -> f64) -> f64 {
    if values.len() < 100 {
        return values.iter().fold(0.0, |sum, value| sum + work(*value));
    }
    let (left, right) = values.split_at(values.len() / 2);
    let (left, right) = rayon::join(|| sum(left, work), || sum(right, work));
    left + right
}

fn main() {}

labs::exercise! {
    #[test]
    fn stable_sum(sum);
}
