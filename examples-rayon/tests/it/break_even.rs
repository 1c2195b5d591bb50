//! What the output of `break_even` can't show: it is all times.

use examples_rayon::break_even::{brightness, parallel, scattered, sequential};
use rayon::ThreadPoolBuilder;

#[test]
fn both_versions_return_the_same() {
    let pixels = scattered(50_000);
    for workers in [1, 2, 8] {
        let pool = ThreadPoolBuilder::new().num_threads(workers).build().unwrap();
        for size in [0, 1, 2, 1_000, pixels.len()] {
            let input = &pixels[..size];
            let sum = pool.install(|| parallel(input));
            assert_eq!(sum, sequential(input), "{size} pixels, {workers} workers");
        }
    }
    assert_eq!(sequential(&[[255; 3]; 10]), 2550);
}

/// `isqrt` takes longer on bright pixels, so a dark beginning would make the first rows too fast.
#[test]
fn every_size_has_its_share_of_bright_pixels() {
    let pixels = scattered(100_000);
    for size in [10, 100, 1_000, 10_000, 100_000] {
        let mean = sequential(&pixels[..size]) / size as u64;
        assert!((100..=180).contains(&mean), "the mean of the first {size} is {mean}");
    }
}

#[test]
fn green_is_brighter_than_red_and_red_than_blue() {
    assert_eq!(brightness(&[0, 0, 0]), 0);
    assert_eq!(brightness(&[255, 255, 255]), 255);
    let [red, green, blue] = [[255, 0, 0], [0, 255, 0], [0, 0, 255]].map(|p| brightness(&p));
    assert!(green > red && red > blue, "{green}, {red}, {blue}");
}
