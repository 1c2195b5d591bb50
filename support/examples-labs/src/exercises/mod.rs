//! The graders, one for each exercise, in the order of the set.
//!
//! A grader is a module with a function `grade`, which gets what the exercise's last lines name, and with
//! the page to read.

pub mod shared_counter;
