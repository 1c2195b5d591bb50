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
//! passes at once, whether a weak exchange fails, how old a value is that a load returns, and which of two stores is the
//! later one.
//!
//! # Orders that are alike
//! [`Search::skips_alike`] allows the search to leave out an order if another one differs from it only in the order of
//! operations that have nothing to do with each other. Then a small program is done after few schedules, and it can be
//! said that all orders are fine. Each second schedule belongs to that search, which has no bound on what it chooses: a
//! bound would count the two orders differently, and might leave out both. `strategy/unlike.rs` says why it is right.
//!
//! It gives up where it can't tell who uses what: if a channel's end or a wait group is dropped, which may lie in an
//! `Arc` that the last handle drops; if a lock or an atomic is shown by `{:?}`; if more than three rare things happen in
//! one order, such as wake-ups without a notification.
//!
//! # What has no model
//! "All orders" means all orders of the operations that the models know.
//!
//! * An `Arc` is std's own. The functions that tell or use how many handles there are, `drop`, and the end of a `move`
//!   closure are choices where the program is compiled as the tool does it: [`modelled::sync::arc`]. The end of another
//!   scope in which a handle is dropped is none. The next operation of a model is, and so is the moment after a message
//!   was sent.
//! * A load returns the newest value or an older one, never one that is stored later in the schedule. A change in one
//!   step, such as `fetch_add`, reads the last value of those that are there.
//! * `crossbeam::epoch`, the end of the process, and more threads than [`Search::threads`] are refused by name, with the
//!   line: [`Unsupported`]. Rayon, Tokio, smol, files and sockets do what they always do, and no schedule knows of it.
//! * The clocks go on when no thread can run. A file's times are real ones.
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
mod touched;
mod unsupported;
mod values;
mod watch;

pub use check::{is_followed, step, threads_left, until_nothing_else_happens};
pub use choice::{NoOrder, Order};
pub use coverage::Coverage;
pub use event::{Event, Object, Panic, ThreadInfo, counted, told};
pub use host::Host;
pub use moments::Played;
pub use monitor::Monitor;
pub use outcome::{Failure, Kind, Outcome, Run};
pub use report::{Report, Way};
pub use search::{Exploration, Search, shares_only_models};
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
