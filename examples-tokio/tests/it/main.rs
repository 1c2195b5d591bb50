//! What the listings' output can't show; a file is named after the listing that it tests.

mod http_get;
mod section;
mod tasks;
mod web_server;
