//! The tests that every section shares.

examples_testing::section_tests!(if "nats", examples_broker::unavailable);
