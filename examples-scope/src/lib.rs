//! Article B, "std::thread::scope: Primary Recommendation" and "Patterns to Reconsider": threads
//! that end before their scope does, and so may borrow what the scope's function owns.

pub mod borrow_locals;
pub mod process_parallel;
pub mod disjoint_mut;
pub mod arc_mutex_or_borrow;
