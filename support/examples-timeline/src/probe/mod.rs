//! Sees what threads do, and draws no conclusions.

mod call;
mod data;
#[cfg(not(target_os = "linux"))]
mod elsewhere;
#[cfg(target_os = "linux")]
mod now;
#[cfg(target_os = "linux")]
mod parse;
#[cfg(target_os = "linux")]
mod sample;

pub use call::{Call, Kind};
pub use data::{Activity, Counters, Reading, Recording, State, Thread, ThreadNow};
#[cfg(not(target_os = "linux"))]
pub use elsewhere::{processor_time, record, threads_now, unavailable};
#[cfg(target_os = "linux")]
pub use now::{processor_time, threads_now};
#[cfg(target_os = "linux")]
pub use sample::{record, unavailable};
