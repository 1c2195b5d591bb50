//! That the ways do the same. How fast they are is not for a test.

use examples_performance::seven_ways::{Job, WAYS};
use examples_testing::watched;

#[test]
fn all_ways_compute_the_same_sum() {
    let job = Job::Compute { steps: 10 };
    for count in [0, 1, 2, 10, 1_000] {
        let expected = (0..count as u64).map(|item| job.run(item)).fold(0, u64::wrapping_add);
        for (name, way) in WAYS {
            let sum = watched(name, move || way(job).expect("it can be prepared")(count));
            assert_eq!(sum, expected, "{name}, {count} items");
        }
    }
}

#[test]
fn all_ways_wait_for_every_item() {
    let job = Job::Wait { milliseconds: 1 };
    for (name, way) in WAYS {
        let sum = watched(name, move || way(job).expect("it can be prepared")(50));
        assert_eq!(sum, (0..50).sum::<u64>(), "{name}");
    }
}
