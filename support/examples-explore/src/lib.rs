//! Runs a program that uses std and Crossbeam in many orders of events, and reports how each one ends.
//!
//! The program is an ordinary Rust file. It is compiled as a module in which the name `std` stands for [`modelled`],
//! and `crossbeam` for [`modelled_crossbeam`]; [`prelude`] has these names. So the engine decides which thread
//! runs next, knows what each one waits for, and can name the line.
//!
//! * [`Search`] runs a check in many schedules. Each ends with an [`Outcome`]: a value, for the caller to judge.
//! * [`step()`], [`until_nothing_else_happens()`] and [`threads_left()`] are for the check itself.
//! * [`Monitor`] is what the models are made of: a state, and threads that wait for it.
//! * Outside of a schedule the models do what std and Crossbeam do, and write down what happens: [`free`].
//! * [`Host`] is what the program that uses the engine says about itself.
#![warn(missing_docs)]

mod channel;
mod choice;
mod event;
mod explore;
pub mod free;
mod host;
mod memory;
pub mod modelled;
pub mod modelled_crossbeam;
mod monitor;
mod schedule;
#[cfg(feature = "tool")]
pub mod tool;
mod values;
mod watch;

pub use event::{Event, Panic, Unsupported, told};
pub use explore::{
    Failure, Kind, Outcome, Search, is_followed, step, threads_left, until_nothing_else_happens,
};
pub use host::Host;
pub use monitor::Monitor;
pub use watch::{keep_panics, locks_held};

/// The names that an explored file sees in place of the usual ones.
pub mod prelude {
    pub use crate::{
        __eprint as eprint, __eprintln as eprintln, __print as print, __println as println,
    };
    pub use crate::{modelled as std, modelled_crossbeam as crossbeam};
}

// In a schedule nothing is printed: there are hundreds of them.

#[doc(hidden)]
#[macro_export]
macro_rules! __println {
    ($($any:tt)*) => { if !$crate::is_followed() { ::std::println!($($any)*) } };
}
#[doc(hidden)]
#[macro_export]
macro_rules! __print {
    ($($any:tt)*) => { if !$crate::is_followed() { ::std::print!($($any)*) } };
}
#[doc(hidden)]
#[macro_export]
macro_rules! __eprintln {
    ($($any:tt)*) => { if !$crate::is_followed() { ::std::eprintln!($($any)*) } };
}
#[doc(hidden)]
#[macro_export]
macro_rules! __eprint {
    ($($any:tt)*) => { if !$crate::is_followed() { ::std::eprint!($($any)*) } };
}
