//! Article A, "Tokio: Asynchronous Runtime", and article B on async: a client and a web server, what
//! tasks are good for, what they must not do to their neighbors, and how they stop.

pub mod http_get;
pub mod accept_loop;
pub mod server_limits;
pub mod graceful_shutdown;
pub mod http_server;
pub mod many_tasks;
pub mod many_connections;
pub mod cooperation;
pub mod cpu_in_async;
pub mod blocked_worker;
pub mod async_file_io;
pub mod borrow_in_async;
pub mod async_channels;
pub mod lock_across_await;
pub mod timeout_and_cancel;
pub mod task_tracker;
pub mod bounded_concurrency;
pub mod streams;
