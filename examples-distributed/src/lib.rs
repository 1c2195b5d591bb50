//! The question that follows from the worker pool: what if a machine fails in the middle of a job, or there
//! is more work than one machine can do? The same pool on a broker, NATS JetStream, with processes for
//! workers and real faults.

pub mod queue;
pub mod full_queue;
pub mod killed_worker;
pub mod poison;
pub mod once;
pub mod broker_restart;
