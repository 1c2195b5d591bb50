//! The graders, one for each exercise, in the order of the set.
//!
//! A grader is a module with the exercise's name. Its function `grade` gets what the exercise's last lines
//! name, and its `PAGE` is where to read more.

pub mod join_all;
pub mod shared_counter;
pub mod gate;
pub mod publish;
pub mod borrow;
pub mod split_mut;
pub mod errors_from_workers;
pub mod thumbnails;
pub mod first_error;
pub mod fold_reduce;
pub mod stable_sum;
pub mod waiting_worker;
pub mod fan_in;
pub mod bounded_pipeline;
pub mod select_shutdown;
pub mod fetch_all;
pub mod at_most;
pub mod dont_block;
pub mod cancel_safe;
pub mod kept_future;
pub mod race;
pub mod keep_the_task;
pub mod rayon_behind_async;
pub mod close;
pub mod guard;
pub mod survive_a_panic;
pub mod drain;
pub mod log_summary;
