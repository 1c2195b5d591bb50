//! Article B, "Smol": async from small parts. A task is a value that you hold, an executor is a
//! value that you run, and you choose the number of threads.

pub mod join_two;
pub mod own_block_on;
pub mod nobody_runs;
pub mod race;
pub mod dropped_task;
pub mod local_borrow;
pub mod one_or_many_threads;
pub mod many_timers;
pub mod tcp_proxy;
pub mod unblock;
pub mod tokio_inside_smol;
