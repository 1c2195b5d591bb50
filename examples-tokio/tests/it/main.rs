//! What the listings' output can't show; a file is named after the listing that it tests.

mod accept_loop;
mod graceful_shutdown;
mod http_get;
mod http_server;
mod section;
mod server_limits;
mod support;
mod tasks;
