//! Article A, "Combining Runtimes", and article B, "Combining Approaches": each library does what it
//! is for, channels carry the work between them, and no thread waits where another needs it.

pub mod three_libraries;
pub mod hybrid_pipeline;
pub mod ordered_pipeline;
pub mod batch_pipeline;
pub mod pipeline_inside_rayon;
pub mod rayon_and_tokio;
pub mod render_service;
