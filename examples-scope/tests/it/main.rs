//! What the listings' output can't show; a file is named after the listing that it tests.

mod arc_mutex_or_borrow;
mod borrow_locals;
mod disjoint_mut;
mod process_parallel;
mod section;
