//! With how many workers the pipeline hangs as printed, and that the fixed one never does.

use std::time::Duration;

use examples_combined::pipeline_inside_rayon::{as_printed, fixed, in_workers};
use examples_testing::watched;

#[test]
fn as_printed_it_hangs_when_no_worker_is_free() {
    for workers in [1, 3] {
        let patience = Duration::from_millis(50);
        assert_eq!(in_workers(workers, workers, patience, as_printed).unwrap(), None);
    }
}

#[test]
fn as_printed_it_ends_when_one_worker_is_free() {
    let free = |workers| in_workers(workers, workers - 1, Duration::MAX, as_printed).unwrap();
    assert_eq!(watched("the calls as printed", move || free(2)), Some(vec![9]));
    assert_eq!(watched("the calls as printed", move || free(4)), Some(vec![9; 3]));
}

#[test]
fn fixed_it_ends_in_any_case() {
    for workers in [1, 2, 5] {
        for calls in 0..=workers {
            let words = watched("the fixed calls", move || {
                in_workers(workers, calls, Duration::MAX, fixed).unwrap()
            });
            assert_eq!(words, Some(vec![9; calls]));
        }
    }
}
