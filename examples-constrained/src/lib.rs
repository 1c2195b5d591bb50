//! Article B, "Constrained async": tasks where a program can start no thread, and where it has no heap.

pub mod no_threads;
pub mod no_heap;
pub mod task_sizes;
