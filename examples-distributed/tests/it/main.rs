//! What the listings' output can't show; a file is named after the listing that it tests.

mod broker;
mod broker_restart;
mod queue;
mod section;
