//! What `std` is for the crate that is explored.

pub use examples_explore::prelude::std::*;

#[doc(hidden)]
pub use examples_explore::tool::say as __say;

pub mod env {
    pub use std::env::*;

    /// The options of the tool are none of the program's.
    pub fn args() -> std::vec::IntoIter<String> {
        vec!["program".to_string()].into_iter()
    }

    /// As `args`.
    pub fn args_os() -> std::vec::IntoIter<std::ffi::OsString> {
        vec!["program".into()].into_iter()
    }
}

pub mod io {
    pub use examples_explore::tool::{Said as Stdout, Said as Stderr, Said as StdoutLock, said as stderr};
    pub use examples_explore::tool::said as stdout;
    pub use std::io::*;
}

#[macro_export]
macro_rules! print {
    ($($any:tt)*) => { $crate::__say(::core::format_args!($($any)*), "") };
}

#[macro_export]
macro_rules! println {
    () => { $crate::__say(::core::format_args!(""), "\n") };
    ($($any:tt)*) => { $crate::__say(::core::format_args!($($any)*), "\n") };
}

#[macro_export]
macro_rules! eprint {
    ($($any:tt)*) => { $crate::__say(::core::format_args!($($any)*), "") };
}

#[macro_export]
macro_rules! eprintln {
    () => { $crate::__say(::core::format_args!(""), "\n") };
    ($($any:tt)*) => { $crate::__say(::core::format_args!($($any)*), "\n") };
}

#[macro_export]
macro_rules! dbg {
    () => { $crate::eprintln!("[{}:{}]", ::core::file!(), ::core::line!()) };
    ($value:expr $(,)?) => {
        match $value {
            value => {
                let (file, line) = (::core::file!(), ::core::line!());
                $crate::eprintln!("[{file}:{line}] {} = {:#?}", ::core::stringify!($value), &value);
                value
            }
        }
    };
    ($($value:expr),+ $(,)?) => { ($($crate::dbg!($value)),+,) };
}
