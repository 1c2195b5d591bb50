use examples_tokio::bounded_concurrency::{unbounded, with_bounded_set, with_semaphore};

use crate::runtime::run;

#[test]
fn the_peak_is_the_bound_and_never_more() {
    for _ in 0..5 {
        assert_eq!(run("all pages", unbounded), 1_000);
        assert_eq!(run("all pages", with_semaphore), 20);
        assert_eq!(run("all pages", with_bounded_set), 20);
    }
}
