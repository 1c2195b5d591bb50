//! What the listings' output can't show; a file is named after the listing that it tests.

mod aggregate;
mod atomic_pitfall;
mod break_even;
mod bridge;
mod chunks;
mod custom_pool;
mod fallible;
mod files;
mod fold_reduce;
mod images;
mod join;
mod panics;
mod pieces;
mod section;
mod squares;
mod stop_early;
mod support;
mod waiting_worker;
