//! What the threads of another process really did: the runner's `--timeline`.
//!
//! No listing knows of it. The runner has the listing as a child process, and Linux tells a parent
//! about each thread of its child, in files under `/proc`. Three steps, each handing plain data to
//! the next, in `linux/`:
//!
//! 1. `sample` reads those files every millisecond or so, and returns a [`Recording`];
//! 2. `model` makes lanes of it: when each thread was on a CPU, ready and waiting for one, or
//!    blocked, and in which system `call`;
//! 3. `terminal`, `svg` and `json` draw the lanes, where a [`Target`] says.
//!
//! For a single look at the threads, without a recording, there is [`threads_now`].
//!
//! On other systems [`unavailable`] says why there is nothing.
#![warn(missing_docs)]

mod now;
#[cfg(feature = "draw")]
mod observer;
mod output;
#[cfg_attr(not(target_os = "linux"), path = "elsewhere.rs")]
mod linux;

pub use linux::{Recording, Target, processor_time, record, threads_now, unavailable};
pub use now::{Activity, ThreadNow};
#[cfg(feature = "draw")]
pub use observer::observe;
pub use output::{Format, Output};
