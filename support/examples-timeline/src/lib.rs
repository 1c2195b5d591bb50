//! What the threads of another process really do: the runner's `--timeline`, and the graders of the labs.
//!
//! Nobody who is watched knows of it. Linux tells a parent about each thread of its child, in files under
//! `/proc`. Data flows one way:
//!
//! 1. `probe` reads those files: once, for [`threads_now`], or every millisecond or so, for a
//!    [`Recording`]. On other systems [`unavailable`] says why there is nothing to see.
//! 2. `model` makes lanes of a recording: when each thread was on a CPU, ready and waiting for one, or
//!    blocked, and in which system call.
//! 3. [`draw`] draws the lanes in a terminal, as a picture or as a trace. The colors are in its
//!    [`palette`](draw::palette).
//!
//! The last two need the feature `draw`.
#![warn(missing_docs)]

#[cfg(feature = "draw")]
pub mod draw;
#[cfg(feature = "draw")]
mod model;
#[cfg(feature = "draw")]
mod observer;
mod probe;

#[cfg(feature = "draw")]
pub use draw::{Format, Output, Target};
#[cfg(feature = "draw")]
pub use observer::observe;
pub use probe::{
    Activity, Call, Counters, Kind, Reading, Recording, State, Thread, ThreadNow, processor_time,
    record, threads_now, unavailable,
};
