//! What `std` is for a program that is explored.
//!
//! All that lets threads wait for each other, or lets one see what another has done, is a model here. In a
//! schedule the model asks the schedule who runs next; a thread that runs freely really waits. Everything
//! else is the real `std`. Time is not modelled: in a schedule, a sleep may be short or long.

pub use ::std::*;

pub mod hint;
pub mod process;
pub mod sync;
pub mod thread;
