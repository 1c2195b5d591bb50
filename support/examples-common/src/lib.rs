//! Runs the listings of a section: all of them in reading order, or the one that the reader names.
//!
//! Each listing runs in a process of its own: the runner starts its own program again, with the listing's
//! name in an environment variable and the reader's words on the command line. So a listing sees what it
//! sees when it is pasted, its pools, panics and exits touch nothing else, and an [`Observer`] can watch it.
#![warn(missing_docs)]

mod listing;
mod run;
mod say;
mod signals;
mod spawn;
#[cfg(test)]
mod tests;

pub use listing::Listing;
pub use run::{Environment, Observer, Section};
pub use say::{complain, did_you_mean, finish, harmless, help, list, no_such, put, refuse};
pub use signals::Signals;
pub use spawn::spawn_and_wait;

/// Runs the section whose crate and listings are named, in reading order; returns the exit status:
/// `section!(examples_rayon: squares, fallible)`. Each listing is a module of that crate with a `pub fn main`,
/// in a file beside the caller's. After the crate, `with` names a function that makes an [`Environment`].
#[macro_export]
macro_rules! section {
    ($section:ident $(with $environment:path)?: $($listing:ident),+ $(,)?) => {
        $crate::Section {
            name: env!("CARGO_BIN_NAME"),
            about: env!("CARGO_PKG_DESCRIPTION"),
            folder: env!("CARGO_MANIFEST_DIR"),
            listings: &[$($crate::Listing {
                name: stringify!($listing),
                source: include_str!(concat!(stringify!($listing), ".rs")),
                main: || ::std::process::Termination::report($section::$listing::main()),
            }),+],
            environment: None$(.or(Some($environment)))?,
            observe: ::examples_timeline::observe, // Each section depends on it; the runner does not.
        }
        .run()
    };
}
