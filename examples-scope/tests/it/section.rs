//! The tests that every section shares.

examples_testing::section_tests!();

#[cfg(target_os = "linux")]
#[test]
fn each_listing_ends_where_not_all_of_its_threads_can_start() {
    SECTION.check_few_threads();
}
