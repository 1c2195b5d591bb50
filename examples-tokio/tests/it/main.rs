//! What the listings' output can't show; a file is named after the listing that it tests.

mod accept_loop;
mod async_channels;
mod async_file_io;
mod blocked_worker;
mod borrow_in_async;
mod bounded_concurrency;
mod cooperation;
mod cpu_in_async;
mod graceful_shutdown;
mod http_get;
mod http_server;
mod lock_across_await;
mod many_connections;
mod many_tasks;
mod messages;
mod runtime;
mod section;
mod server_limits;
mod streams;
mod support;
mod task_tracker;
mod timeout_and_cancel;
