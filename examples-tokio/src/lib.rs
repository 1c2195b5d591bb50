//! Article A, "Tokio: Asynchronous Runtime", and article B on async: what tasks are good for, what
//! they must not do to their neighbours, and what is lost when one is cancelled.

pub mod many_tasks;
pub mod many_connections;
pub mod cooperation;
pub mod cpu_in_async;
pub mod async_file_io;
pub mod borrow_in_async;
pub mod async_channels;
pub mod lock_across_await;
pub mod timeout_and_cancel;
pub mod bounded_concurrency;
