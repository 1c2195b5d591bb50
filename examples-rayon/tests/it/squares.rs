//! What the output of `squares` can't show.

use examples_rayon::squares::squares;
use rayon::ThreadPoolBuilder;

#[test]
fn results_are_in_the_order_of_the_input() {
    // More workers than cores, on any machine, so that the jobs end in some other order.
    let pool = ThreadPoolBuilder::new().num_threads(32).build().unwrap();
    let data: Vec<u32> = (0..100_000).map(|i| i * 7919 % 100_003).collect();
    let expected: Vec<u64> = data.iter().map(|&x| u64::from(x).pow(2)).collect();
    assert_eq!(pool.install(|| squares(&data)), expected);
}

#[test]
fn the_largest_numbers_do_not_overflow() {
    // The article's `x * x` on an `i32` does, from 46341 on.
    assert_eq!(46_341_i32.checked_mul(46_341), None);
    assert_eq!(
        squares(&[46_340, 46_341, u32::MAX]),
        [2_147_395_600, 2_147_488_281, 18_446_744_065_119_617_025]
    );
}

#[test]
fn no_numbers_have_no_squares() {
    assert_eq!(squares(&[]), [0; 0]);
}
