//! What the listings' output can't show; a file is named after the listing that it tests.

mod bounded_pipeline;
mod broadcast;
mod false_sharing;
mod fan_in;
mod messages;
mod queues;
mod section;
mod select_send;
mod select_timeout;
mod stages;
mod wait_group;
mod work_stealing;
