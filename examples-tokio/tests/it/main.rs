//! What the listings' output can't show; a file is named after the listing that it tests.

mod async_channels;
mod async_file_io;
mod borrow_in_async;
mod bounded_concurrency;
mod cooperation;
mod cpu_in_async;
mod http_get;
mod lock_across_await;
mod many_connections;
mod many_tasks;
mod runtime;
mod section;
mod streams;
mod task_tracker;
mod timeout_and_cancel;
mod web_server;
