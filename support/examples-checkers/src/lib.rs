//! Small programs with a known bug, or without one, under our engine, shuttle and loom.
//!
//! `programs/wrong` has one bug a file, `programs/right` none, and `programs/speed` measures schedules a second. Each
//! is an ordinary Rust program. Its first lines say what the bug is, where it comes from, how it fails, and what
//! a checker must be able to do to find it. Nothing in them panics but their own assertions, so `unwrap` on a
//! lock or a join only passes on a failure that has been found. Nobody sleeps, and nobody waits with a time limit.
//!
//! `build.rs` compiles the same source for each checker: only the name `std` stands for something else.
//!
//! * `cargo run -p examples-checkers` runs all programs in our engine, or those that are named.
//! * `cargo run --release -p examples-checkers --features checkers -- measure` runs all programs in all checkers, and
//!   writes `results.tsv`.
//! * `cargo run -p examples-checkers -- table` writes the tables of `docs/src/checkers.md` from it.

#![warn(missing_docs)]

mod checker;
mod clock;
mod names;
mod ours;
pub mod page;
mod program;
pub mod results;
#[cfg(feature = "checkers")]
mod theirs;

pub use checker::{Checker, Ending, Run};
pub use program::{ALL, Group, Program};
