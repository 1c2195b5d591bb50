//! What `std` is for a program that is explored.
//!
//! All that lets threads wait for each other, or lets one see what another has done, is a model here. In a
//! schedule the model asks the schedule who runs next; a thread that runs freely really waits. Everything
//! else is the real `std`. In a schedule time passes only when no thread can run: a sleep, or a time limit, may be
//! shorter or longer than what others do meanwhile.

pub use ::std::*;

pub mod hint;
mod local;
pub mod panic;
pub mod process;
pub mod sync;
pub mod thread;
pub mod time;

pub use crate::__thread_local as thread_local;
pub use crate::{
    __dbg as dbg, __eprint as eprint, __eprintln as eprintln, __print as print,
    __println as println,
};
