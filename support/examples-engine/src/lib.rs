//! Runs a program that uses std and Crossbeam in many orders of events, and reports how each one ends.
//!
//! The program is an ordinary Rust file. It is compiled as a module in which the name `std` stands for [`modelled`],
//! and `crossbeam` for [`modelled_crossbeam`]; [`prelude`] has these names. So the engine decides which thread
//! runs next, knows what each one waits for, and can name the line.
//!
//! * [`Search`] says which schedules are run. [`Search::run`] runs a check in all of them and returns a [`Report`]: each
//!   [`Way`] in which it ends, with the shortest order for it. [`Search::begin`] goes on one schedule at a time.
//! * An [`Order`] can be written, read, and run again: [`Search::replay`] tells all that happens, as [`Event`]s.
//! * [`Kind`] tells the ways to fail apart; [`Run::time`] says that an order depends on time.
//! * [`step()`], [`until_nothing_else_happens()`] and [`threads_left()`] are for the check itself.
//! * [`Monitor`] is what the models are made of: a state, and threads that wait for it.
//! * Outside of a schedule the models do what std and Crossbeam do, and write down what happens: [`free`].
//! * [`Host`] is what the program that uses the engine says about itself.
//!
//! # The rule for models
//! Before each effect that another thread can see, another thread may run. That holds for locking and for unlocking,
//! for going to sleep and for waking another, for each load and store, for a message that is sent and for a sender that
//! is dropped, for the end of a thread, and for the moment at which a value is there. Whatever Rust leaves open is a
//! choice: which thread runs, whom a notification wakes, whether a thread wakes without one, whether a short time limit
//! passes at once, whether a weak exchange fails, and how old a value is that a load returns.
//!
//! # What has no model
//! "All orders" means all orders of the operations that the models know.
//!
//! * An effect that only memory shows is no choice, such as that an `Arc` was dropped. The next operation of a model is,
//!   and so is the moment after a message was sent.
//! * A load returns the newest value or an older one, never one that is stored later. All threads see the values of
//!   one atomic in the order in which the schedule has stored them.
//! * `crossbeam::epoch`, the end of the process, and more threads than [`Search::threads`] are refused by name, with the
//!   line: [`Unsupported`]. Rayon, Tokio, smol, files and sockets do what they always do, and no schedule knows of it.
//! * `SystemTime` is the real clock. `Instant` goes on when no thread can run.
#![warn(missing_docs)]

mod bell;
mod channel;
#[doc(hidden)]
pub mod check;
mod choice;
mod coverage;
mod event;
pub mod free;
mod holder;
mod host;
mod local;
mod mark;
mod memory;
pub mod modelled;
pub mod modelled_crossbeam;
mod moments;
mod monitor;
mod outcome;
mod pin;
mod pool;
mod report;
mod schedule;
mod search;
mod stand;
mod state;
mod strategy;
mod unsupported;
mod values;
mod watch;

pub use check::{is_followed, step, threads_left, until_nothing_else_happens};
pub use choice::{NoOrder, Order};
pub use coverage::Coverage;
pub use event::{Event, Object, Panic, ThreadInfo, told};
pub use host::Host;
pub use moments::Played;
pub use monitor::Monitor;
pub use outcome::{Failure, Kind, Outcome, Run};
pub use report::{Report, Way};
pub use search::{Exploration, Search};
pub use stand::{Moment, Stand};
pub use unsupported::Unsupported;
pub use watch::{keep_panics, locks_held};

/// The names that an explored file sees in place of the usual ones.
pub mod prelude {
    pub use crate::{
        __dbg as dbg, __eprint as eprint, __eprintln as eprintln, __print as print,
        __println as println, __thread_local as thread_local,
    };
    pub use crate::{modelled as std, modelled_crossbeam as crossbeam};
}

// In a schedule nothing is printed: there are thousands of them. What was to be printed is kept.

#[doc(hidden)]
#[macro_export]
macro_rules! __println {
    () => { $crate::__print!("\n") };
    ($($any:tt)*) => { $crate::__print!("{}\n", ::std::format_args!($($any)*)) };
}
#[doc(hidden)]
#[macro_export]
macro_rules! __print {
    ($($any:tt)*) => { $crate::check::print(::std::format_args!($($any)*)) };
}
#[doc(hidden)]
#[macro_export]
macro_rules! __eprintln {
    () => { $crate::__eprint!("\n") };
    ($($any:tt)*) => { $crate::__eprint!("{}\n", ::std::format_args!($($any)*)) };
}
#[doc(hidden)]
#[macro_export]
macro_rules! __eprint {
    ($($any:tt)*) => { $crate::check::eprint(::std::format_args!($($any)*)) };
}
#[doc(hidden)]
#[macro_export]
macro_rules! __dbg {
    () => { $crate::__eprintln!("[{}:{}]", ::std::file!(), ::std::line!()) };
    ($value:expr $(,)?) => {
        match $value {
            value => {
                let (file, line) = (::std::file!(), ::std::line!());
                $crate::__eprintln!("[{file}:{line}] {} = {:#?}", ::std::stringify!($value), &value);
                value
            }
        }
    };
    ($($value:expr),+ $(,)?) => { ($($crate::__dbg!($value)),+,) };
}
