// The same sum on any number of threads. About 10 minutes.
//
// `sum` must return the sum of what `work` returns for each value. Let Rayon share out the calls, one for each
// value, to all of its threads. There are about 20,000 values. A pool of your own is allowed if it has as many
// threads in each call: `rayon::current_num_threads()`. `sum` may be called several times at the same time, by
// `work` as well.
//
// Sums of floating-point numbers are rounded at each addition, so they depend on its order. Whether Rayon has
// one thread or seven, and whichever is faster today: the sum must be the same to the last bit. It need not be
// the one that the loop below returns, but differs from it by rounding only. Each result of `work` is 0, or its
// size is between 1e-200 and 1e200.
//
// Read: cargo page rayon/chunks

/// Returns the sum of what `work` returns for each value.
fn sum(values: &[f64], work: fn(f64) -> f64) -> f64 {
    // TODO: So far one thread makes all calls.
    let mut sum = 0.0;
    for value in values {
        sum += work(*value);
    }
    sum
}

fn main() {
    // Room to try things out; this line ends it when it stands still.
    labs::trial();
    let values: Vec<f64> = (1..=10_000).map(f64::from).collect();
    println!("{}", sum(&values, |value| 1.0 / value));
}

labs::exercise! {
    #[test]
    fn stable_sum(sum);
}
