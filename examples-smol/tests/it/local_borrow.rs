//! Empty lines, and thousands of tasks.

use examples_smol::local_borrow;

#[test]
fn tasks_count_into_a_map_that_they_borrow() {
    assert!(local_borrow::requests_by_method("").is_empty());
    let log = "\n GET /a\n\nPOST\nGET /b\r\n".repeat(2_000);
    let counts = local_borrow::requests_by_method(&log);
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), [("GET", 4_000), ("POST", 2_000)]);
}
