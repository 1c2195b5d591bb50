//! What the listings' output can't show; a file is named after the listing that it tests.

mod section;
mod thread_per_connection;
mod threads;
