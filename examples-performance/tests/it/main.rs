//! What the measurements themselves can't show. No test judges by time.

mod names;
mod program;
mod recorded;
mod report;
mod seven_ways;
mod verdicts;
mod web_servers;

const SECTION: examples_testing::Section = examples_testing::Section {
    name: env!("CARGO_PKG_NAME"),
    folder: env!("CARGO_MANIFEST_DIR"),
    program: env!("CARGO_BIN_EXE_examples-performance"),
    scratch: env!("CARGO_TARGET_TMPDIR"),
};
