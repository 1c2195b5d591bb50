// Stop at an error. About 10 minutes.
//
// `all_or_error` must let Rayon share the calls of `work`, one for each number, out to its threads. If all
// calls succeed, it returns their results in the order of the numbers. If one fails, it returns that error;
// if several fail, one of their errors, as it is. After an error the calls that are under way may end, but
// most calls for the other numbers must not begin any more. There are thousands of numbers, or a few dozen:
// each of Rayon's threads has a share of these as well, one by one or in batches, at least one for each
// thread. A pool of your own is allowed if it has as many threads in each call:
// `rayon::current_num_threads()`. `all_or_error` may be called several times at the same time, by `work` as
// well. `work` does not panic.
//
// Read: cargo page rayon/fallible

/// Returns what `work` returns for each number, or an error.
fn all_or_error(numbers: &[u32], work: fn(u32) -> Result<u64, String>) -> Result<Vec<u64>, String> {
    // TODO: So far one thread makes all calls.
    let mut results = Vec::new();
    for number in numbers {
        results.push(work(*number)?);
    }
    Ok(results)
}

fn main() {
    // Room to try things out; this line ends it when it stands still.
    labs::trial();
    let half = |number: u32| match number % 2 {
        0 => Ok(u64::from(number) / 2),
        _ => Err(format!("{number} is odd")),
    };
    println!("{:?}", all_or_error(&[2, 4, 6], half));
    println!("{:?}", all_or_error(&[2, 5, 6], half));
}

labs::exercise! {
    #[test]
    fn first_error(all_or_error);
}
