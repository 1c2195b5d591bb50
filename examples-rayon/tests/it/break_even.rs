//! What the output of `break_even` can't show: it is all times.

use examples_rayon::break_even::{break_even, brightness, parallel, sequential};
use rayon::ThreadPoolBuilder;

#[test]
fn both_versions_give_the_same() {
    let pixels: Vec<_> =
        (0..50_000_u32).map(|i| [i as u8, (i / 5) as u8, (i / 11) as u8]).collect();
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

#[test]
fn green_is_brighter_than_red_and_red_than_blue() {
    assert_eq!(brightness(&[0, 0, 0]), 0);
    assert_eq!(brightness(&[255, 255, 255]), 255);
    let [red, green, blue] = [[255, 0, 0], [0, 255, 0], [0, 0, 255]].map(|p| brightness(&p));
    assert!(green > red && red > blue, "{green}, {red}, {blue}");
}

#[test]
fn break_even_is_where_parallel_begins_to_win_for_good() {
    assert_eq!(break_even(&[]), None);
    assert_eq!(break_even(&[(10, 5, 9), (100, 50, 60)]), None);
    assert_eq!(break_even(&[(10, 5, 9), (100, 50, 60), (1000, 500, 300)]), Some(1000));
    assert_eq!(break_even(&[(10, 9, 5), (100, 90, 50)]), Some(10));
    // A win by chance, and a draw, which is no win.
    assert_eq!(break_even(&[(10, 9, 5), (100, 50, 60), (1000, 500, 300)]), Some(1000));
    assert_eq!(break_even(&[(10, 9, 5), (100, 50, 50)]), None);
}
