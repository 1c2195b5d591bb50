//! What the listings' output can't show; a file is named after the listing that it tests.

mod go;
mod listings;
mod pool;
mod section;
mod steps;
