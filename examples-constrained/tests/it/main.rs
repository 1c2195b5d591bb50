//! What the listings' output can't show; a file is named after the listing that it tests.

mod no_heap;
mod no_threads;
mod section;
mod task_sizes;
