//! What the listings' output can't show; a file is named after the listing that it tests.

mod own_executor;
mod section;
mod smol;
mod tcp_proxy;
