//! Runs the listings of a section: all of them in reading order, or the one that the reader names.
//!
//! A section's `main.rs` is one call of [`section!`]. No listing imports anything from here, so
//! that each can be copied into a fresh project as it stands.
//!
//! Each listing runs in a process of its own: the runner starts its own program again, with the
//! listing's name in the environment variable `EXAMPLES_LISTING` and only the reader's arguments
//! on the command line. A listing therefore sees the same arguments as when it is pasted, and its
//! thread pools, panics and exits touch nothing else; and `--timeline` can watch its threads from
//! outside.
#![warn(missing_docs)]

mod child;
mod command_line;
mod environment;
mod listing;
mod run;
mod signals;
mod spawn;

pub use environment::Environment;
pub use listing::Listing;
pub use run::run;
pub use spawn::{Ended, Ending, MOST_OUTPUT, spawn_and_wait};

/// Runs the section whose crate and listings are named, in reading order; returns the exit status.
///
/// Each listing is a module of that crate with a `pub fn main`, in a file that lies beside the
/// caller's.
///
/// ```ignore
/// fn main() -> std::process::ExitCode {
///     examples_common::section!(examples_rayon: squares, fallible)
/// }
/// ```
///
/// After `with` stands a function that makes what the listings need around them:
/// `section!(examples_distributed with broker: queue)`. It is called before the first listing runs.
#[macro_export]
macro_rules! section {
    ($section:ident: $($listing:ident),+ $(,)?) => {
        $crate::section!($section with $crate::Environment::none: $($listing),+)
    };
    ($section:ident with $environment:path: $($listing:ident),+ $(,)?) => {
        $crate::run(env!("CARGO_BIN_NAME"), env!("CARGO_PKG_DESCRIPTION"), &[$($crate::Listing {
            name: stringify!($listing),
            source: include_str!(concat!(stringify!($listing), ".rs")),
            main: || ::std::process::Termination::report($section::$listing::main()),
        }),+], $environment)
    };
}
