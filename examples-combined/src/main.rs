//! Runs the section's listings; `cargo run -p examples-combined -- --help` tells how.

use std::process::ExitCode;

fn main() -> ExitCode {
    examples_common::section!(
        examples_combined: three_libraries,
        hybrid_pipeline,
        ordered_pipeline,
        batch_pipeline,
        pipeline_inside_rayon,
        rayon_and_tokio,
        render_service,
    )
}
