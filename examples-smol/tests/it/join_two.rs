//! The two tasks overlap.

use examples_smol::join_two;
use examples_testing::watched;

/// The tasks meet at a barrier of two: if they waited one after the other, this would hang.
#[test]
fn both_tasks_wait_at_the_same_time() {
    let combined = watched("the two tasks to meet", join_two::bounded_async);
    assert_eq!(combined, "data-metadata");
}
