//! What the listings' output can't show; a file is named after the listing that it tests.

mod batch_pipeline;
mod combined;
mod render_service;
mod section;
