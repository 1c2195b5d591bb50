//! What `std` is for the crate that is explored.

pub use examples_explore::prelude::std::*;
pub use examples_explore::prelude::thread_local;

#[doc(hidden)]
pub use examples_explore::print as __print;

pub mod env {
    pub use std::env::*;

    /// The options of the tool are none of the program's.
    pub fn args() -> std::vec::IntoIter<String> {
        let text = |arg: std::ffi::OsString| arg.into_string().expect("an argument is Unicode");
        examples_explore::arguments().into_iter().map(text).collect::<Vec<_>>().into_iter()
    }

    /// As `args`.
    pub fn args_os() -> std::vec::IntoIter<std::ffi::OsString> {
        examples_explore::arguments().into_iter()
    }
}

pub mod io {
    pub use examples_explore::{Said as Stdout, Said as Stderr, Said as StdoutLock, stderr, stdout};
    pub use std::io::*;
}

#[macro_export]
macro_rules! print {
    ($($any:tt)*) => { $crate::__print(::core::format_args!($($any)*)) };
}

#[macro_export]
macro_rules! println {
    () => { $crate::print!("\n") };
    ($($any:tt)*) => { $crate::print!("{}\n", ::core::format_args!($($any)*)) };
}

/// What goes to the standard error is not kept.
#[macro_export]
macro_rules! eprint {
    ($($any:tt)*) => { _ = ::core::format_args!($($any)*) };
}

/// As `eprint`.
#[macro_export]
macro_rules! eprintln {
    () => {};
    ($($any:tt)*) => { _ = ::core::format_args!($($any)*) };
}

/// Returns the values, as std's does. What it prints is not kept.
#[macro_export]
macro_rules! dbg {
    () => {};
    ($value:expr $(,)?) => { $value };
    ($($value:expr),+ $(,)?) => { ($($value),+,) };
}

/// What each module sees without a `use`: newer versions of Rust have the macros there.
pub mod prelude {
    macro_rules! editions {
        ($($edition:ident),*) => { $(
            pub mod $edition {
                pub use crate::{dbg, eprint, eprintln, print, println, thread_local};
                pub use std::prelude::$edition::*;
            }
        )* };
    }
    editions! { v1, rust_2015, rust_2018, rust_2021, rust_2024 }
}
