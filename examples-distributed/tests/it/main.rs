//! What the listings' output can't show; a file is named after the listing that it tests.

mod broker;
mod broker_restart;
mod full_queue;
mod login;
mod once;
mod queue;
mod section;
