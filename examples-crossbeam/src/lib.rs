//! Articles A and B, "Crossbeam": threads that pass messages instead of sharing, stages that slow
//! each other down, and the queues below, down to the work stealing that Rayon is built on.

pub mod fan_in;
pub mod broadcast;
pub mod bounded_pipeline;
pub mod stages;
pub mod select_timeout;
pub mod select_send;
pub mod wait_group;
pub mod queues;
pub mod work_stealing;
pub mod false_sharing;
