//! What the listings' output can't show; a file is named after the listing that it tests.

mod dropped_task;
mod join_two;
mod local_borrow;
mod many_timers;
mod nobody_runs;
mod one_or_many_threads;
mod own_block_on;
mod race;
mod section;
mod tcp_proxy;
mod tokio_inside_smol;
mod unblock;
