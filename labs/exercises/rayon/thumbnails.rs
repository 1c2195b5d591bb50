// From a sequential to a parallel iterator. About 5 minutes.
//
// `thumbnails` calls `work` for each number, one after the other. Let Rayon share the calls out to all of its
// threads. The results must still be in the order of the numbers. There are thousands of numbers, or a dozen:
// each of the threads has a share of these as well. A pool of your own is allowed if it has as many threads
// in each call: `rayon::current_num_threads()`. `thumbnails` may be called several times at the same time, by
// `work` as well.
//
// Read: cargo page rayon/squares

/// Returns what `work` returns for each number, in the order of the numbers.
fn thumbnails(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64> {
    // TODO: One thread makes all calls.
    numbers.iter().map(|number| work(*number)).collect()
}

fn main() {
    // Room to try things out; this line ends it when it stands still.
    labs::trial();
    println!("{:?}", thumbnails(&[1, 2, 3], |number| u64::from(number) * 100));
}

labs::exercise! {
    #[test]
    fn thumbnails(thumbnails);
}
