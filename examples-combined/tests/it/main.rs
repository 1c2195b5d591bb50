//! What the listings' output can't show; a file is named after the listing that it tests.

mod batch_pipeline;
mod hybrid_pipeline;
mod ordered_pipeline;
mod pipeline_inside_rayon;
mod rayon_and_tokio;
mod render_service;
mod section;
mod support;
mod three_libraries;
