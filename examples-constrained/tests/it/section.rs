//! The tests that every section shares.

examples_testing::section_tests!();
